//! Stationary points in a certified file: how they are written, and where a file disagrees with them.

use rug::{Float, float::Round};
use serde_json::Value;
use suite::format::{Certified, OptimumCertificate, StationaryPoint};

use crate::{
    certificate::{decimals_disagree, short},
    interval::Interval,
    operation::fit::{Optimum, Point},
    print::{agrees, print},
};

const COORDINATES: &str = "logits of the mixing weights against the last; log rates; logits of probabilities against the last; \
    means and the Cholesky factor of the precision with a logarithmic diagonal";

const PROOF: &str = "exact gradient and Hessian in intervals; existence and uniqueness in a box by the test of Krawczyk, the kind \
    by the signs of the pivots of the Hessian over the box; that EM leads there from the initial parameters is computed, and so is \
    the search for other points";

/// By how much a point lies below the highest.
fn below(highest: &Interval, point: &Point) -> Interval {
    highest - point.log_joint()
}

/// The list in a certified file.
pub fn list(optimum: &Optimum) -> Value {
    let highest = optimum.points[0].log_joint();
    let one = |(rank, point): (usize, &Point)| {
        let below_best = if rank == 0 { "0".to_owned() } else { print(&below(highest, point)) };
        StationaryPoint {
            kind: point.proof.kind,
            log_joint: print(point.log_joint()),
            below_best,
            parameters: point.parameters().decimals(),
            attainable_digits: digits(point),
        }
    };
    let points: Vec<StationaryPoint> = optimum.points.iter().enumerate().map(one).collect();
    serde_json::to_value(points).expect("points can be written as JSON")
}

fn digits(point: &Point) -> Value {
    point.parameters().per_block(&mut point.digits.iter().copied()).expect("parameters are quantities")
}

/// What the certificate says.
pub fn facts(optimum: &Optimum) -> OptimumCertificate {
    let proof = &optimum.result.proof;
    let pivot = Float::with_val_round(64, &proof.least_pivot, Round::Down).0;
    OptimumCertificate {
        coordinates: COORDINATES.to_owned(),
        proof: PROOF.to_owned(),
        box_radius: short(&proof.radius),
        least_pivot: pivot.to_string_radix_round(10, Some(3), Round::Down),
        random_starts: optimum.starts,
    }
}

/// The first place at which the points of a file are not these.
pub fn disagreement(optimum: Option<&Optimum>, file: &Certified) -> Option<String> {
    const PLACE: &str = "stationary_points";
    let Some(optimum) = optimum else { return file.stationary_points.as_ref().map(|_| PLACE.to_owned()) };
    let points = file.stationary_points();
    if points.len() != optimum.points.len() {
        return Some(PLACE.to_owned());
    }
    let highest = optimum.points[0].log_joint();
    let same = |(rank, (point, file)): (usize, (&Point, &StationaryPoint))| {
        let place = format!("{PLACE}[{rank}]");
        let distance =
            if rank == 0 { file.below_best == "0" } else { agrees(&file.below_best, &below(highest, point)) };
        if file.kind != point.proof.kind || !agrees(&file.log_joint, point.log_joint()) || !distance {
            return Some(place);
        }
        let parameters = decimals_disagree(point.parameters(), &file.parameters, &format!("{place}.parameters"));
        parameters.or_else(|| (digits(point) != file.attainable_digits).then(|| format!("{place}.attainable_digits")))
    };
    optimum.points.iter().zip(&points).enumerate().find_map(same)
}
