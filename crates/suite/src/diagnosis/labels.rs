//! Components in another order.

use serde_json::{Value, json};

use super::{Claim, Explanation, Patient, value};
use crate::{expected::Node, verdict::labels::matched};

/// How far responsibilities of two observations are apart where they are not alike.
const APART: f64 = 1e-3;

/// Looks for an order of the components that makes parameters, responsibilities or log densities right.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    if patient.any_labels() {
        return Vec::new();
    }
    let columns = ["log_densities", "responsibilities"].into_iter().filter(|key| patient.failed(key));
    let columns = columns.filter_map(|key| of_columns(patient, key));
    of_parameters(patient).into_iter().chain(columns).collect()
}

fn of_columns(patient: &Patient, key: &str) -> Option<Explanation> {
    let (found, right) = patient.matrices(key).filter(|(found, right)| found.len() == right.len())?;
    are_told_apart(key, &right).then_some(())?;
    let (found_columns, right_columns) = (value::transposed(&found), value::transposed(&right));
    let order = order_of(&found_columns, &right_columns)?;
    let moved: Vec<Vec<f64>> = order.iter().map(|&source| found_columns[source].clone()).collect();
    let undone = json!({ key: value::of_matrix(&value::transposed(&moved)) });
    Some(said(Claim::of(key), &order, undone))
}

/// Whether an order of the components shows: rows of responsibilities that are all alike, as where one component takes everything, are in another
/// order by chance, since whatever is wrong may let another component take everything.
fn are_told_apart(key: &str, right: &[Vec<f64>]) -> bool {
    let unlike = |row: &Vec<f64>| row.iter().zip(&right[0]).any(|(a, b)| (a - b).abs() > APART);
    key != "responsibilities" || right.iter().any(unlike)
}

/// For each certified column the nearest reported one; `None` where that is no other order.
fn order_of(found: &[Vec<f64>], right: &[Vec<f64>]) -> Option<Vec<usize>> {
    let distance = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).map(|(a, b)| if a == b { 0.0 } else { (a - b).abs() }).fold(0.0, f64::max)
    };
    let nearest = |column: &Vec<f64>| {
        let distances = found.iter().map(|other| distance(other, column)).enumerate();
        distances.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(source, _)| source)
    };
    let order: Vec<usize> = right.iter().map(nearest).collect::<Option<_>>()?;
    is_another_order(&order, found.len()).then_some(order)
}

fn is_another_order(order: &[usize], count: usize) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    order.len() == count && sorted.iter().copied().eq(0..count) && !order.iter().copied().eq(0..count)
}

/// The order of all parameters, of the components without the mixing weights, or of the mixing weights alone.
fn of_parameters(patient: &Patient) -> Vec<Explanation> {
    let moved = [&["weights", "components"][..], &["components"], &["weights"]];
    moved.into_iter().filter_map(|moved| of_lists(patient, moved)).collect()
}

fn of_lists(patient: &Patient, moved: &[&str]) -> Option<Explanation> {
    let first = patient.first_failed_parameters()?;
    let order = order_at(patient, first, moved).filter(|order| is_another_order(order, order.len()))?;
    let in_order = |t, set: &Value| reordered(set, &order_at(patient, t, moved)?, moved);
    let undone = patient.with_parameters(None, in_order)?;
    let claim = if moved == ["weights"] { Claim::field("weights") } else { Claim::of("parameters") };
    let explanation = said(claim, &order, undone);
    Some(match moved {
        ["components"] => {
            Explanation { what: format!("{}, but for the mixing weights", explanation.what), ..explanation }
        }
        _ => explanation,
    })
}

/// The order in which the lists of one iteration come closest.
fn order_at(patient: &Patient, at: Option<usize>, moved: &[&str]) -> Option<Vec<usize>> {
    let mut node = child(patient.quantities, "parameters")?;
    if let Some(t) = at {
        node = child(node, &t.to_string())?;
    }
    let (_, set) = patient.parameter_sets().into_iter().find(|(of, _)| *of == at)?;
    let lists = moved.iter().filter_map(|key| Some(((*key).to_owned(), set.get(key)?.clone())));
    let reported = json!({"parameters": lists.collect::<serde_json::Map<_, _>>()});
    let certified = Node::Map(vec![("parameters".to_owned(), node.clone())]);
    matched(&certified, &reported).order
}

fn child<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    match node {
        Node::Map(children) => children.iter().find(|(name, _)| name == key).map(|(_, child)| child),
        _ => None,
    }
}

fn reordered(set: &Value, order: &[usize], moved: &[&str]) -> Option<Value> {
    let mut copy = set.clone();
    for key in moved {
        let list = set.get(key)?.as_array().filter(|list| list.len() == order.len())?;
        copy[*key] = order.iter().map(|&source| list[source].clone()).collect();
    }
    Some(copy)
}

fn said(claim: Claim, order: &[usize], undone: Value) -> Explanation {
    let shown: Vec<String> = order.iter().map(usize::to_string).collect();
    Explanation::new(claim, "{certified} with the components in another order", undone)
        .here(format!("certified components 0 to {} are your {}", order.len() - 1, shown.join(", ")))
        .advice("components keep the order of the parameters or responsibilities that are given")
}
