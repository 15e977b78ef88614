//! The accidents.

use std::f64::consts::{LN_2, LN_10, PI};

use serde_json::{Value, json};
use suite::format::{Case, Operation, Structure};

use crate::answer::{
    changed, edit, edit_field, edit_numbers, edit_parameters, number, of_rows, read, rows, size, transposed,
};

/// What happens to a right answer by accident; `None` where it cannot happen.
type Happens = fn(&Case, &mut Value) -> Option<()>;

/// An accident, and what is to be said of it.
pub struct Accident {
    pub name: &'static str,
    pub happens: Happens,
    /// Words of the hint.
    pub said: &'static str,
    /// Words of other hints that are true of the same answers.
    pub also: &'static [&'static str],
    /// At least so many golden cases show it.
    pub cases: usize,
    /// At least so many of a hundred are recognised.
    pub percent: usize,
}

const SUMS: [&str; 4] = ["log_evidence", "log_joint", "elbo", "log_model_evidence"];
const MATRICES: [&str; 2] = ["log_densities", "responsibilities"];

macro_rules! accidents {
    ($($name:literal, $cases:literal, $percent:literal, $said:literal, $also:expr, $happens:expr;)*) => {
        pub const ACCIDENTS: [Accident; [$($cases),*].len()] = [$(Accident {
            name: $name, happens: $happens, said: $said, also: &$also, cases: $cases, percent: $percent,
        }),*];
    };
}

accidents! {
    "mean for sum", 100, 97, "divided by N, the number of observations", ["half"],
        |case, answer| { let (n, ..) = size(case)?; edit_numbers(answer, &SUMS, &|x| x / n) };
    "mean by weight", 10, 97, "divided by the sum of the observation weights", [],
        |case, answer| {
            let (n, _, total) = size(case)?;
            (n != total).then_some(())?;
            edit_numbers(answer, &SUMS, &|x| x / total)
        };
    "mean by number", 50, 97, "divided by N times D", ["divided by N, the"],
        |case, answer| { let (n, d, _) = size(case)?; (d > 1.0).then_some(())?; edit_numbers(answer, &SUMS, &|x| x / (n * d)) };
    "negative", 100, 99, "with the sign turned", [], |_, answer| edit_numbers(answer, &SUMS, &|x| -x);
    "negative mean", 100, 97, "with the sign turned", [],
        |case, answer| { let (n, ..) = size(case)?; edit_numbers(answer, &SUMS, &|x| -x / n) };
    "twice", 100, 99, "twice the certified", [], |_, answer| edit_numbers(answer, &SUMS, &|x| 2.0 * x);
    "deviance", 100, 98, "a deviance", ["with the sign turned"], |_, answer| edit_numbers(answer, &SUMS, &|x| -2.0 * x);
    "bits", 100, 99, "to base 2", [],
        |_, answer| edit_numbers(answer, &["log_evidence", "log_joint", "elbo", "kl", "log_densities"], &|x| x / LN_2);
    "decades", 100, 99, "to base 10", [], |_, answer| edit_numbers(answer, &SUMS, &|x| x / LN_10);
    "constant dropped", 60, 97, "without -", ["without -"],
        |case, answer| {
            let (_, d, total) = size(case)?;
            case.family_label().starts_with("gaussian").then_some(())?;
            edit_numbers(answer, &["log_evidence", "log_joint", "elbo"], &|x| x + total * d * 0.5 * (2.0 * PI).ln())
        };
    "other constant", 50, 90, "the same for every", [],
        |case, answer| {
            (case.operation == Operation::Trajectory).then_some(())?;
            edit_numbers(answer, &["log_evidence", "log_joint"], &|x| x + 17.123)
        };
    "densities without a constant of the observation", 20, 85, "for each observation", ["for each observation", "twice", "half"],
        |_, answer| edit(answer, "log_densities", &|value| {
            let each = rows(value).expect("rows").into_iter().enumerate();
            of_rows(&each.map(|(n, row)| row.iter().map(|x| x + (n as f64).cos() * 3.0).collect()).collect::<Vec<_>>())
        });
    "densities with another normaliser", 20, 90, "for each component", [],
        |_, answer| edit(answer, "log_densities", &|value| {
            let rows = rows(value).expect("rows");
            of_rows(&rows.iter().map(|row| row.iter().enumerate().map(|(k, x)| x + 1.0 + (k as f64).cos()).collect()).collect::<Vec<_>>())
        });
    "exchanged objectives", 15, 95, "each other's place", [], |_, answer| exchanged(answer);
    "prior forgotten", 15, 99, "the certified log_evidence", [],
        |_, answer| { answer["log_joint"] = answer.get("log_evidence")?.clone(); Some(()) };
    "prior in the evidence", 15, 95, "the certified log_joint", [],
        |_, answer| { answer["log_evidence"] = answer.get("log_joint")?.clone(); Some(()) };
    "trace late", 60, 95, "one iteration late", ["unchanged from there"], |_, answer| traces(answer, &|trace| {
        [&trace[..1], &trace[..trace.len() - 1]].concat()
    });
    "trace early", 60, 90, "one iteration early", ["unchanged from there"], |_, answer| traces(answer, &|trace| {
        [&trace[1..], &trace[trace.len() - 1..]].concat()
    });
    "trace reversed", 60, 95, "in reverse order", ["one iteration late", "one iteration early"], |_, answer| {
        traces(answer, &|trace| trace.iter().rev().copied().collect())
    };
    "trace without start", 60, 99, "without the entry of the start", ["without the entry"], |_, answer| traces(answer, &|trace| trace[1..].to_vec());
    "trace without end", 60, 99, "without the entry after the last", ["without the entry"], |_, answer| {
        traces(answer, &|trace| trace[..trace.len() - 1].to_vec())
    };
    "trace stopped short", 60, 99, "but too short", [], |_, answer| traces(answer, &|trace| trace[..trace.len() / 2].to_vec());
    "trace that stays", 60, 99, "unchanged from there", ["one iteration late", "one iteration early"], |_, answer| traces(answer, &|trace| {
        let half = trace.len() / 2;
        (0..trace.len()).map(|t| trace[t.min(half)]).collect()
    });
    "only the last", 60, 99, "a single number, that after the last iteration", [], |case, answer| {
        (case.operation == Operation::Trajectory).then_some(())?;
        edit(answer, "log_evidence", &|trace| trace.as_array().and_then(|trace| trace.last().cloned()).expect("a trace"))
    };
    "record late", 5, 99, "those of one iteration before", [], |case, answer| moved(case, answer, -1);
    "record early", 5, 99, "those of one iteration after", [], |case, answer| moved(case, answer, 1);
    "labels", 60, 99, "in another order", [], |case, answer| relabelled(case, answer, &["weights", "components"]);
    "labels of components", 60, 97, "in another order", [], |case, answer| relabelled(case, answer, &["components"]);
    // Unsaid where all rows are alike, as those of equal components: they have no order that could be told.
    "columns", 60, 90, "in another order", [], |_, answer| matrices(answer, &|rows| {
        rows.iter().map(|row| row.iter().rev().copied().collect()).collect()
    });
    "transposed", 60, 99, "transposed", [], |_, answer| matrices(answer, &|rows| transposed(rows));
    "flat", 60, 99, "nested otherwise", [], |_, answer| {
        MATRICES.iter().filter_map(|key| edit(answer, key, &|value| {
            rows(value).expect("rows").concat().into_iter().map(number).collect()
        })).next_back()
    };
    "diagonal as a matrix", 30, 99, "whose diagonal", [], |case, answer| {
        let (_, d, _) = size(case)?;
        structure(case, &[Structure::Spherical, Structure::Diagonal])?;
        (d > 1.0).then_some(())?;
        edit_field(answer, "covariance", &|_, _, own| {
            let entry = |i: usize| own.as_array().map_or_else(|| read(own), |own| read(&own[i]));
            let d = d as usize;
            of_rows(&(0..d).map(|i| (0..d).map(|j| if i == j { entry(i) } else { 0.0 }).collect()).collect::<Vec<_>>())
        })
    };
    "matrix of one variable as a number", 5, 99, "nested otherwise", [], |case, answer| {
        let (_, d, _) = size(case)?;
        structure(case, &[Structure::Full, Structure::Tied])?;
        (d == 1.0).then_some(())?;
        edit_field(answer, "covariance", &|_, _, own| own[0][0].clone())
    };
    "standard deviations", 60, 99, "the square root", [], |case, answer| {
        structure(case, &[Structure::Spherical, Structure::Diagonal])?;
        edit_field(answer, "covariance", &|_, _, own| changed(own, &f64::sqrt))
    };
    "precisions", 100, 90, "the inverse of", [], |_, answer| {
        edit_field(answer, "covariance", &|_, _, own| on_matrix(own, &inverse))
    };
    "lower factors", 30, 95, "a lower Cholesky factor of the certified one", [], |case, answer| factors(case, answer, &cholesky);
    "upper factors", 30, 95, "an upper Cholesky factor of the certified one", [], |case, answer| {
        factors(case, answer, &|a| transposed(&cholesky(a)))
    };
    "precision factors", 30, 80, "which is U U'", [], |case, answer| {
        factors(case, answer, &|a| {
            let lower = cholesky(a);
            transposed(&inverse(&lower))
        })
    };
    // Four of 23 stay unsaid: in three a component is empty, of which N_k / (N_k - 1) is no number, and in one the start is recorded and changed
    // here too, which no divisor does.
    "unbiased", 15, 80, "times N_k / (N_k - 1)", [], |case, answer| {
        let (_, _, total) = size(case)?;
        structure(case, &[Structure::Spherical, Structure::Diagonal, Structure::Full])?;
        (case.operation != Operation::Fit && case.prior.is_none()).then_some(())?;
        edit_field(answer, "covariance", &|set, k, own| {
            let count = total * read(&set["weights"][k]);
            changed(own, &|x| x * count / (count - 1.0))
        })
    };
    "unbiased tied", 8, 95, "times N / (N - 1)", [], |case, answer| {
        let (_, _, total) = size(case)?;
        structure(case, &[Structure::Tied])?;
        (case.operation != Operation::Fit).then_some(())?;
        edit_field(answer, "covariance", &|_, _, own| changed(own, &|x| x * total / (total - 1.0)))
    };
    "sums of rates", 5, 80, "times N_k", [], |case, answer| {
        let (_, _, total) = size(case)?;
        (case.operation != Operation::Fit && case.prior.is_none()).then_some(())?;
        edit_field(answer, "rate", &|set, k, own| changed(own, &|x| x * total * read(&set["weights"][k])))
    };
    "ridge", 30, 90, "a constant added to its diagonal", [], |case, answer| {
        structure(case, &[Structure::Full, Structure::Tied])?;
        (case.operation != Operation::Fit).then_some(())?;
        edit_field(answer, "covariance", &|_, _, own| {
            let mut rows = rows(own).expect("rows");
            rows.iter_mut().enumerate().for_each(|(i, row)| row[i] += 1e-6);
            of_rows(&rows)
        })
    };
    "counts", 100, 99, "counts: the certified ones times N", [], |case, answer| {
        let (_, _, total) = size(case)?;
        edit_field(answer, "weights", &|_, _, own| changed(own, &|x| x * total))
    };
    "unnormalised weights", 100, 99, "not normalised", [], |_, answer| {
        edit_field(answer, "weights", &|_, _, own| changed(own, &|x| x * 0.731))
    };
    "log weights", 100, 99, "the logarithm of the certified", ["logarithm"], |_, answer| {
        edit_field(answer, "weights", &|_, _, own| changed(own, &f64::ln))
    };
    "log rates", 20, 99, "the logarithm of the certified", [], |_, answer| {
        edit_field(answer, "rate", &|_, _, own| changed(own, &f64::ln))
    };
    "log probabilities", 20, 99, "the logarithm of the certified", [], |_, answer| {
        edit_field(answer, "probabilities", &|_, _, own| changed(own, &f64::ln))
    };
    "log responsibilities", 60, 97, "logarithms of the certified", [], |_, answer| {
        edit_numbers(answer, &["responsibilities"], &f64::ln)
    };
    "densities", 30, 85, "densities, where logarithms are asked for", [], |_, answer| {
        edit_numbers(answer, &["log_densities"], &f64::exp)
    };
    "joint densities", 30, 95, "with the log mixing weight added", [], |case, answer| {
        let weights: Vec<f64> = case.parameters.as_ref()?.weights.iter().map(|weight| weight.0).collect();
        let sum: f64 = weights.iter().sum();
        (weights.iter().all(|weight| *weight > 0.0)).then_some(())?;
        edit(answer, "log_densities", &|value| {
            let rows = rows(value).expect("rows");
            of_rows(&rows.iter().map(|row| row.iter().zip(&weights).map(|(x, w)| x + (w / sum).ln()).collect()).collect::<Vec<_>>())
        })
    };
    "unnormalised responsibilities", 30, 99, "right once each row is divided", [], |_, answer| {
        edit(answer, "responsibilities", &|value| {
            let each = rows(value).expect("rows").into_iter().enumerate();
            of_rows(&each.map(|(n, row)| row.iter().map(|x| x * (0.3 + n as f64)).collect()).collect::<Vec<_>>())
        })
    };
    "cumulative probabilities", 20, 99, "cumulative", [], |_, answer| {
        edit_field(answer, "probabilities", &|_, _, own| {
            let rows = rows(own).expect("rows");
            let sums = |row: &Vec<f64>| row.iter().scan(0.0, |sum, x| { *sum += x; Some(*sum) }).collect();
            of_rows(&rows.iter().map(sums).collect::<Vec<Vec<f64>>>())
        })
    };
    "levels in reverse", 20, 97, "in reverse order", ["one place too"], |_, answer| {
        edit_field(answer, "probabilities", &|_, _, own| {
            of_rows(&rows(own).expect("rows").iter().map(|row| row.iter().rev().copied().collect()).collect::<Vec<_>>())
        })
    };
    "single precision", 280, 90, "single precision", [], |_, answer| {
        *answer = without_counts(answer, &|x| f64::from(x as f32));
        Some(())
    };
    // Of fewer than eight numbers with eight digits or more nothing tells a binary32 from a double that was printed with so many digits, and the
    // latter is said: some 45 % of the answers have fewer.
    "printed as single", 280, 50, "single precision", ["right as far as these go"], |_, answer| {
        *answer = without_counts(answer, &|x| format!("{}", x as f32).parse().expect("a number"));
        Some(())
    };
    "six digits", 280, 90, "6 significant digits", ["significant digits", "decimals"], |_, answer| {
        *answer = without_counts(answer, &|x| format!("{x:.5e}").parse().expect("a number"));
        Some(())
    };
    "eight decimals", 200, 90, "right as far as these go", [], |_, answer| {
        *answer = without_counts(answer, &|x| format!("{x:.8}").parse().expect("a number"));
        Some(())
    };
}

fn structure(case: &Case, of: &[Structure]) -> Option<()> {
    of.contains(&case.model.as_ref()?.covariance?).then_some(())
}

fn exchanged(answer: &mut Value) -> Option<()> {
    let (evidence, joint) = (answer.get("log_evidence")?.clone(), answer.get("log_joint")?.clone());
    answer["log_evidence"] = joint;
    answer["log_joint"] = evidence;
    Some(())
}

/// Changes every trace of more than one entry.
fn traces(answer: &mut Value, change: &dyn Fn(&[f64]) -> Vec<f64>) -> Option<()> {
    let mut any = false;
    for key in ["log_evidence", "log_joint", "elbo"] {
        let Some(trace) = answer.get(key).and_then(Value::as_array).filter(|trace| trace.len() > 2) else { continue };
        let trace: Vec<f64> = trace.iter().map(read).collect();
        answer[key] = change(&trace).into_iter().map(number).collect();
        any = true;
    }
    any.then_some(())
}

/// Records the parameters of a neighbour, where it is recorded too; of the others nothing.
fn moved(case: &Case, answer: &mut Value, step: i64) -> Option<()> {
    (case.operation == Operation::Trajectory).then_some(())?;
    let recorded = answer.get("parameters")?.as_object()?.clone();
    let from = |t: &str| Some((t.parse::<i64>().ok()? + step).to_string());
    let pairs = recorded.keys().filter_map(|t| Some((t.clone(), recorded.get(&from(t)?)?.clone())));
    let moved: serde_json::Map<String, Value> = pairs.collect();
    (!moved.is_empty()).then(|| answer["parameters"] = Value::Object(moved))
}

/// What is done to a matrix, by its rows.
type OnMatrix<'a> = dyn Fn(&[Vec<f64>]) -> Vec<Vec<f64>> + 'a;

fn relabelled(case: &Case, answer: &mut Value, lists: &[&str]) -> Option<()> {
    (case.operation != Operation::Fit).then_some(())?;
    edit_parameters(answer, &|_, set| {
        let mut copy = set.clone();
        for key in lists {
            let mut list = set[*key].as_array()?.clone();
            list.rotate_left(1);
            copy[*key] = json!(list);
        }
        Some(copy)
    })
}

fn matrices(answer: &mut Value, change: &OnMatrix) -> Option<()> {
    let edited =
        MATRICES.iter().filter_map(|key| edit(answer, key, &|value| of_rows(&change(&rows(value).expect("rows")))));
    (edited.count() > 0).then_some(())
}

fn factors(case: &Case, answer: &mut Value, factor: &OnMatrix) -> Option<()> {
    structure(case, &[Structure::Full, Structure::Tied])?;
    let (_, d, _) = size(case)?;
    (d > 1.0).then_some(())?;
    edit_field(answer, "covariance", &|_, _, own| on_matrix(own, factor))
}

fn on_matrix(own: &Value, change: &OnMatrix) -> Value {
    match rows(own) {
        Some(rows) => of_rows(&change(&rows)),
        None => changed(own, &|x| change(&[vec![x]])[0][0]),
    }
}

fn cholesky(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let d = a.len();
    let mut lower = vec![vec![0.0; d]; d];
    for i in 0..d {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            lower[i][j] = if i == j { (a[i][i] - sum).sqrt() } else { (a[i][j] - sum) / lower[j][j] };
        }
    }
    lower
}

/// The inverse by columns, from Gauss' elimination without pivots: enough for a covariance and its factors.
fn inverse(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let d = a.len();
    let mut rows: Vec<Vec<f64>> =
        (0..d).map(|i| a[i].iter().copied().chain((0..d).map(|j| f64::from(u8::from(i == j)))).collect()).collect();
    for step in 0..d {
        let scale = rows[step][step];
        rows[step].iter_mut().for_each(|x| *x /= scale);
        let pivot = rows[step].clone();
        for i in (0..d).filter(|i| *i != step) {
            let factor = rows[i][step];
            rows[i].iter_mut().zip(&pivot).for_each(|(x, p)| *x -= factor * p);
        }
    }
    rows.into_iter().map(|row| row[d..].to_vec()).collect()
}

/// All numbers but those that count something.
fn without_counts(answer: &Value, change: &dyn Fn(f64) -> f64) -> Value {
    let counts = ["iterations", "converged", "empty_components"];
    let map = answer.as_object().expect("an object").iter();
    Value::Object(
        map.filter(|(key, _)| !counts.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), changed(value, change)))
            .collect(),
    )
}
