//! The generators as both libraries know them: proptest's `any::<Problem>()` and quickcheck's `Arbitrary`.
//!
//! ```
//! use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
//! use props::generate::{Problem, Scope};
//!
//! // proptest: any problem, or those of a scope.
//! let mut runner = TestRunner::deterministic();
//! let problem = any::<Problem>().new_tree(&mut runner).unwrap().current();
//! assert_eq!(problem.observations.len(), problem.q.len());
//! let flat = any_with::<Problem>(Scope::steps().dimensions(1..=1)).new_tree(&mut runner).unwrap().current();
//! assert!(flat.observations.iter().all(|row| row.len() == 1));
//!
//! // quickcheck: the same type.
//! fn rows_are_on_the_simplex(problem: Problem) -> bool {
//!     problem.q.iter().all(|row| (row.iter().map(|q| q.0).sum::<f64>() - 1.0).abs() < 4.0 * f64::EPSILON)
//! }
//! quickcheck::quickcheck(rows_are_on_the_simplex as fn(Problem) -> bool);
//! ```

use proptest::{
    arbitrary::Arbitrary,
    strategy::{BoxedStrategy, Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use quickcheck::Gen;
use suite::format::{Number, Rows, Tensor};

use super::{
    pair::{Pair, pairs},
    problem::Problem,
    scope::Scope,
};

impl Arbitrary for Problem {
    type Parameters = Scope;
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with(scope: Scope) -> BoxedStrategy<Self> {
        scope.problems()
    }
}

impl Arbitrary for Pair {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> BoxedStrategy<Self> {
        pairs()
    }
}

impl quickcheck::Arbitrary for Problem {
    fn arbitrary(g: &mut Gen) -> Self {
        draw(&Scope::parameters().problems(), g)
    }

    /// Fewer observations, no weights, no prior, a rounder number at a time.
    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let rows = (0..self.observations.len()).filter(|_| self.observations.len() > 1).map(|n| self.without(n));
        let plain = [Self { weights: None, ..self.clone() }, Self { prior: None, ..self.clone() }];
        let fewer: Vec<Self> = rows.chain(plain).chain([self.rounded()]).filter(|smaller| smaller != self).collect();
        Box::new(fewer.into_iter())
    }
}

impl quickcheck::Arbitrary for Pair {
    fn arbitrary(g: &mut Gen) -> Self {
        draw(&pairs(), g)
    }

    /// Two equal members are the simplest pair of a kind.
    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let equal = Self { q: self.p.clone(), p: self.p.clone() };
        Box::new([equal].into_iter().filter({
            let this = self.clone();
            move |smaller| *smaller != this
        }))
    }
}

/// One value of a strategy, seeded by quickcheck's generator.
fn draw<T: std::fmt::Debug>(strategy: &BoxedStrategy<T>, g: &mut Gen) -> T {
    let seed: [u8; 32] = std::array::from_fn(|_| quickcheck::Arbitrary::arbitrary(g));
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    strategy.new_tree(&mut runner).expect("no strategy of ours rejects what it draws").current()
}

impl Problem {
    /// Without an observation.
    fn without(&self, n: usize) -> Self {
        let mut fewer = self.clone();
        for rows in [&mut fewer.observations, &mut fewer.q, &mut fewer.responsibilities] {
            rows.remove(n);
        }
        if let Some(weights) = &mut fewer.weights {
            weights.remove(n);
            if weights.iter().all(|weight| weight.0 == 0.0) {
                fewer.weights = None;
            }
        }
        fewer
    }

    /// With integer observations and means; covariances, rates and probabilities stay, since they must stay sound.
    fn rounded(&self) -> Self {
        let round = |rows: &mut Rows| rows.iter_mut().flatten().for_each(|x| *x = Number(x.0.round()));
        let mut rounder = self.clone();
        round(&mut rounder.observations);
        for component in &mut rounder.parameters.components {
            component.mean.iter_mut().flatten().for_each(|x| *x = Number(x.0.round()));
            if let Some(Tensor::Scalar(variance)) = &mut component.covariance {
                *variance = Number(variance.0.ceil());
            }
        }
        rounder
    }
}
