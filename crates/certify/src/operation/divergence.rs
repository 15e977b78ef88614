//! `divergence`: `kl(q ‖ p) = E_q[log q - log p]` of two members of one family, in nats.
//!
//! | family | formula |
//! |---|---|
//! | gaussian | `(tr(Σp⁻¹ Σq) + (μp - μq)ᵀ Σp⁻¹ (μp - μq) - D + log|Σp| - log|Σq|)/2` |
//! | poisson | `Σ_d λq log(λq/λp) - λq + λp` |
//! | categorical | `Σ_c q_c log(q_c/p_c)` |
//! | gamma, dirichlet, normal-inverse-Wishart | `E_q[log q] - E_q[log p]`, with the expectations of `conjugate` |
//!
//! These cancel where `q` is close to `p`, which costs the certifier bits and nothing else. `0 log 0 = 0`, and `+∞`, exactly, where
//! `p` gives no probability to what has some under `q`: a level, or with `λp = 0 < λq` any count but 0.
//!
//! A divergence is measured by its own magnitude; that of two categorical distributions, like the kl of a bound, by
//! `max(|c|, Σ_c q_c |log q_c - log p_c|)`. Where `q` and `p` are the same numbers they are one input given twice, and perturbed as
//! one: the divergence is an exact 0 in every run, which only an exact 0 matches.
//!
//! Source: T. Cover and J. Thomas, *Elements of Information Theory*, 2.3; Bishop, *Pattern Recognition and Machine Learning*, appendix B.

use suite::format::{Case, Q};

use crate::{
    failure::{Failure, Rejection},
    input::{Member, Reader, dimension, read_member, required},
    interval::Interval,
    linear::{Inverse, Matrix, Vector, quadratic_form, trace_of_product},
    precision::Precision,
    tree::Tree,
};

/// The result at the precision of the reader.
///
/// # Errors
/// When the input must be refused or this precision is not enough.
pub fn divergence(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    case.check_fields().map_err(|message| Rejection::field("case", message))?;
    let (given_q, given_p) = (required("q", case.q.as_ref())?, required("p", case.p.as_ref())?);
    let Q::Member(given_q) = given_q else {
        return Err(Rejection::field("q", "a member of a family is wanted").into());
    };
    if given_q.family_name() != given_p.family_name() {
        let message = format!("a {} where q is a {}", given_p.family_name(), given_q.family_name());
        return Err(Rejection::field("p.family", message).into());
    }
    let size = dimension(given_q);
    let q = read_member("q", given_q, size, reader)?;
    let precision = reader.precision();
    if given_q == given_p {
        return Ok(Tree::map([("kl", Tree::scalar(precision.zero()))]));
    }
    let p = read_member("p", given_p, size, reader)?;
    Ok(Tree::map([("kl", kl(&q, &p, precision))]))
}

fn kl(q: &Member, p: &Member, precision: Precision) -> Tree {
    let sum = |terms: &[Interval]| terms.iter().fold(precision.zero(), |sum, term| sum + term);
    Tree::scalar(match (q, p) {
        (Member::Categorical(q), Member::Categorical(p)) => return categorical(q, p, precision),
        (
            Member::Gaussian { mean: q_mean, covariance, inverted: q },
            Member::Gaussian { mean: p_mean, inverted: p, .. },
        ) => gaussian((q_mean, covariance, q), (p_mean, p), precision),
        (Member::Poisson(q), Member::Poisson(p)) => poisson(q, p, precision),
        (Member::Gamma(q), Member::Gamma(p)) => {
            sum(&q.expected_log_density(q, precision)) - sum(&p.expected_log_density(q, precision))
        }
        // There is one distribution of a single level.
        (Member::Dirichlet(q), Member::Dirichlet(_)) if q.concentration.len() == 1 => precision.zero(),
        (Member::Dirichlet(q), Member::Dirichlet(p)) => {
            sum(&q.expected_log_density(q, precision)) - sum(&p.expected_log_density(q, precision))
        }
        (Member::NormalInverseWishart(q), Member::NormalInverseWishart(p)) => {
            sum(&q.expected_log_density(q, precision)) - sum(&p.expected_log_density(q, precision))
        }
        _ => unreachable!("both members are of one family"),
    })
}

fn gaussian(
    (q_mean, q_covariance, q): (&Vector, &Matrix, &Inverse),
    (p_mean, p): (&Vector, &Inverse),
    precision: Precision,
) -> Interval {
    let deviation: Vector = p_mean.iter().zip(q_mean).map(|(p, q)| p - q).collect();
    let twice = trace_of_product(&p.inverse, q_covariance) + quadratic_form(&p.inverse, &deviation)
        - precision.integer(deviation.len())
        + p.determinant.ln()
        - q.determinant.ln();
    twice.half()
}

fn poisson(q: &[Interval], p: &[Interval], precision: Precision) -> Interval {
    let rates = q.iter().zip(p);
    rates.fold(precision.zero(), |sum, (q, p)| sum + (q.times_log(q) - p.times_log(q)) - q + p)
}

fn categorical(q: &[Interval], p: &[Interval], precision: Precision) -> Tree {
    let terms: Vector = q.iter().zip(p).map(|(q, p)| q.times_log(q) - p.times_log(q)).collect();
    let sum = terms.iter().fold(precision.zero(), |sum, term| sum + term);
    let finite = terms.iter().filter(|term| !term.is_exact_infinity());
    let scale = finite.fold(precision.zero(), |sum, term| sum + term.abs());
    Tree::scaled(sum, scale)
}
