//! The Bayesian mixture: the laws that hold between evidence, bound and conjugate priors, in every family, and values from an
//! independent computation with 50 digits.

use reference::{
    Categorical, CategoricalPrior, Diagonal, Enumeration, Error, Family, Full, Gaussian, Identity, Moment,
    Observations, Poisson, PoissonPrior, Prior, Spherical,
    arithmetic::special::ln_gamma,
    conjugate::{ConjugateDistribution, ConjugatePrior},
    prior::{
        Dirichlet, DirichletLevels, Gamma, NaturalPoisson, Normal, NormalInverseGammaDiagonal,
        NormalInverseGammaSpherical, NormalInverseWishart,
    },
    statistics::{ShiftedWeights, Statistics},
    variational,
    variational::{Factors, Responsibilities},
};

/// Two Poisson components, three alike, and two full Gaussian components at 1e8: every assignment, 50 digits.
const KNOWN: [f64; 3] = [-12.732_211_123_011_849, -11.763_206_375_785_962, -156.497_648_662_650_52];

fn observations(rows: &[&[f64]]) -> Observations {
    Observations::from_rows(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>(), None).unwrap()
}

fn prior<P>(concentration: &[f64], components: P) -> Prior<P> {
    let weights = Dirichlet::new(concentration.to_vec(), "prior.weights.dirichlet").unwrap();
    Prior { weights: Some(weights), components: Some(components) }
}

fn evidence<F: Family<Prior: ConjugatePrior>>(
    data: &Observations,
    shape: &F::Shape,
    prior: &Prior<F::Prior>,
    components: usize,
) -> f64 {
    Enumeration::<F>::plan(data, shape, prior, components).unwrap().log_evidence().unwrap()
}

fn plane() -> Observations {
    observations(&[&[0.3, 1.1], &[1.7, 0.4], &[2.2, 2.9], &[7.1, 6.8], &[6.5, 7.5], &[8.0, 6.1]])
}

fn wishart(mean: f64) -> NormalInverseWishart {
    NormalInverseWishart::new(vec![mean; 2], 0.25, 4.0, &[vec![2.0, 0.5], vec![0.5, 1.0]]).unwrap()
}

fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * a.abs().max(b.abs())
}

/// The bound rises, ends below the evidence, is what its definition says, and is the evidence of a single component.
fn laws<F: Family<Prior: ConjugatePrior + Clone>>(data: &Observations, shape: &F::Shape, components: &F::Prior) {
    let given = faer::Mat::from_fn(2, data.count(), |k, n| if (k == 0) == (n % 3 == 0) { 0.75 } else { 0.25 });
    let with = prior(&[1.5, 0.5], components.clone());
    let run = variational::<F>(data, shape, &with, given.as_ref(), 30).unwrap();
    assert!(run.elbo.windows(2).all(|pair| pair[1] >= pair[0] - 8.0 * f64::EPSILON * pair[0].abs()), "{:?}", run.elbo);
    let exact = evidence::<F>(data, shape, &with, 2);
    assert!(run.elbo[30] <= exact, "{} above {exact}", run.elbo[30]);

    let responsibilities = Responsibilities::given(run.responsibilities.as_ref(), data.count()).unwrap();
    let factors = Factors::new(data, with.weights.as_ref().unwrap(), components, &responsibilities).unwrap();
    let by_definition = factors.elbo_by_definition(data, &responsibilities).unwrap();
    assert!(close(factors.elbo(data, &responsibilities).unwrap(), by_definition, 1e-12), "{by_definition}");
    let next = factors.responsibilities(data, Moment::Given).unwrap();
    assert!(factors.elbo_by_definition(data, &next).unwrap() >= by_definition - 1e-13 * by_definition.abs());

    let alone = prior(&[2.5], components.clone());
    let ones = faer::Mat::from_fn(1, data.count(), |_, _| 1.0);
    let single = variational::<F>(data, shape, &alone, ones.as_ref(), 1).unwrap();
    let exact = evidence::<F>(data, shape, &alone, 1);
    assert!(single.elbo.iter().all(|&elbo| close(elbo, exact, 1e-14)), "{:?} and {exact}", single.elbo);
}

#[test]
fn the_bound_rises_to_at_most_the_evidence_in_every_family() {
    let field = "prior.components.normal";
    laws::<Gaussian<Identity>>(&plane(), &2, &Normal::new(vec![3.0; 2], 0.125, field, "precision").unwrap());
    laws::<Gaussian<Full>>(&plane(), &2, &wishart(3.0));
    let diagonal = NormalInverseGammaDiagonal::new(vec![3.0; 2], 0.25, 2.0, vec![1.0, 3.0]).unwrap();
    laws::<Gaussian<Diagonal>>(&plane(), &2, &diagonal);
    let spherical = NormalInverseGammaSpherical::new(vec![3.0; 2], 0.25, 2.0, 1.5).unwrap();
    laws::<Gaussian<Spherical>>(&plane(), &2, &spherical);
    let counts = observations(&[&[3.0, 0.0], &[1.0, 2.0], &[12.0, 9.0], &[10.0, 11.0], &[0.0, 1.0]]);
    let gamma = Gamma::new(vec![2.0, 1.5], vec![0.5, 1.0]).unwrap();
    laws::<Poisson>(&counts, &2, &PoissonPrior::Gamma(gamma));
    let levels = observations(&[&[0.0, 2.0], &[1.0, 0.0], &[0.0, 2.0], &[1.0, 1.0], &[0.0, 0.0]]);
    let dirichlet = DirichletLevels::new(vec![vec![0.5, 1.0], vec![1.0, 2.0, 0.25]]).unwrap();
    laws::<Categorical>(&levels, &vec![2, 3], &CategoricalPrior::Dirichlet(dirichlet));
}

#[test]
fn known_values() {
    let counts = observations(&[&[3.0], &[0.0], &[12.0], &[1.0]]);
    let gamma = || PoissonPrior::Gamma(Gamma::new(vec![2.0], vec![0.5]).unwrap());
    let two = evidence::<Poisson>(&counts, &1, &prior(&[1.5, 0.5], gamma()), 2);
    assert!(close(two, KNOWN[0], 4.0 * f64::EPSILON), "{two}");
    let three = evidence::<Poisson>(&counts, &1, &prior(&[1.5; 3], gamma()), 3);
    assert!(close(three, KNOWN[1], 4.0 * f64::EPSILON), "{three}");
    let o = 1e8;
    let offset = observations(&[&[o, o + 1.0], &[o + 2.0, o - 1.0], &[o + 5.0, o + 7.0], &[o + 6.0, o + 5.5]]);
    let far = evidence::<Gaussian<Full>>(&offset, &2, &prior(&[1.5, 0.5], wishart(0.0)), 2);
    assert!(close(far, KNOWN[2], 4.0 * f64::EPSILON), "{far}");
}

#[test]
fn the_symmetry_of_labels_changes_nothing_but_the_cost() {
    let data = plane();
    let symmetric = prior(&[2.0; 3], wishart(3.0));
    let nearly = prior(&[2.0, 2.0, 2.0_f64.next_up()], wishart(3.0));
    let plan = Enumeration::<Gaussian<Full>>::plan(&data, &2, &symmetric, 3).unwrap();
    let full = Enumeration::<Gaussian<Full>>::plan(&data, &2, &nearly, 3).unwrap();
    assert_eq!((plan.terms(), full.terms()), (122, 729));
    assert!(close(plan.log_evidence().unwrap(), full.log_evidence().unwrap(), 1e-14));
    // More components than observations: the spare ones stay empty.
    let many = prior(&[0.5; 9], wishart(3.0));
    assert_eq!(Enumeration::<Gaussian<Full>>::plan(&data, &2, &many, 9).unwrap().terms(), 203);
    assert!(evidence::<Gaussian<Full>>(&data, &2, &many, 9).is_finite());
}

#[test]
fn one_distribution_read_twice_has_two_modes_and_one_evidence() {
    let gamma = PoissonPrior::Gamma(Gamma::new(vec![3.0], vec![2.0]).unwrap());
    let natural = PoissonPrior::Natural(NaturalPoisson::new(vec![3.0], 2.0).unwrap());
    assert_eq!(gamma.distribution(), natural.distribution());
    assert_eq!(gamma.mode(&gamma.distribution()).unwrap(), [1.0]);
    assert_eq!(natural.mode(&natural.distribution()).unwrap(), [1.5]);
    let data = observations(&[&[3.0], &[0.0], &[12.0]]);
    let of_gamma = evidence::<Poisson>(&data, &1, &prior(&[1.0, 1.0], gamma), 2);
    assert_eq!(of_gamma, evidence::<Poisson>(&data, &1, &prior(&[1.0, 1.0], natural), 2));
}

#[test]
fn posteriors_add_statistics_and_marginals_are_ratios_of_normalisers() {
    let data = observations(&[&[3.0], &[0.0], &[12.0]]);
    let gamma = PoissonPrior::Gamma(Gamma::new(vec![2.0], vec![0.5]).unwrap());
    let shares = [0.5, 1.0, 0.25];
    let given = faer::Mat::from_fn(1, 3, |_, n| shares[n]);
    let block = data.block(0, 3);
    let weights = ShiftedWeights::new(&block, given.as_ref(), |_| 0.0, |_, n| shares[n].ln());
    let statistics = Statistics::new(&weights, gamma.moments(&block, &weights));
    let posterior = gamma.posterior(&statistics, 0).unwrap();
    let pseudo = &posterior.pseudo_observations().unwrap()[0];
    assert_eq!((pseudo.statistics[0], pseudo.count), (2.0 + 1.5 + 3.0, 0.5 + 1.75));
    let rows: Vec<(f64, &[f64])> = (0..3).map(|n| (shares[n], data.row(n))).collect();
    let base: f64 = rows.iter().map(|(share, x)| -share * ln_gamma(x[0] + 1.0)).sum();
    let ratio = posterior.log_normaliser() - gamma.distribution().log_normaliser() + base;
    assert!(close(gamma.log_marginal(&statistics, 0, &rows).unwrap(), ratio, 1e-14));
}

#[test]
fn what_cannot_be_summed_is_refused() {
    let data = observations(&vec![[0.0, 1.0].as_slice(); 40]);
    let both = prior(&[1.0, 2.0], wishart(0.0));
    let refusal = |error: Option<Error>| error.unwrap().to_string();
    let plan = |prior: &Prior<_>, k: usize| refusal(Enumeration::<Gaussian<Full>>::plan(&data, &2, prior, k).err());
    assert!(plan(&both, 2).contains("a sum of 1099511627776 terms"));
    assert_eq!(plan(&Prior { weights: None, ..both.clone() }, 2), "prior.weights: missing");
    assert_eq!(plan(&Prior { components: None, ..both.clone() }, 2), "prior.components: missing");
    assert!(plan(&both, 0).starts_with("components is 0"));
    let weighted = Observations::from_rows(&[vec![0.0, 1.0]], Some(&[2.0])).unwrap();
    let error = Enumeration::<Gaussian<Full>>::plan(&weighted, &2, &both, 2).err();
    assert!(refusal(error).starts_with("data.weights[0] is 2"));
}
