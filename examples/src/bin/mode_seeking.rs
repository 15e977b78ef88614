//! Which way round the divergence goes: one Gaussian `q` fitted to a density `p` with two bumps, by `KL(p ‖ q)` and by `KL(q ‖ p)`.
//!
//! The first matches the moments and covers both bumps (mode averaging). The second has a minimum at each bump (mode seeking): it is what
//! variational inference minimises. Source: Bishop, *Pattern Recognition and Machine Learning*, figure 10.3.

use std::error::Error;

use examples::{Curve, Figure, pictures};
use reference::projection::{Bump, TwoBumps};

fn main() -> Result<(), Box<dyn Error>> {
    let p = TwoBumps::new([0.4, 0.6], [-3.0, 3.0], [0.8, 1.2])?;
    let fits = [
        ("q that minimises KL(p ‖ q): matches the moments", p.project_forward()?),
        ("q that minimises KL(q ‖ p), from the left", p.project_reverse(Bump::new(-3.0, 1.0)?)?),
        ("q that minimises KL(q ‖ p), from the right", p.project_reverse(Bump::new(3.0, 1.0)?)?),
    ];
    println!("{:48} {:>9} {:>9} {:>10} {:>10}", "", "mean", "deviation", "KL(p ‖ q)", "KL(q ‖ p)");
    for (name, fit) in &fits {
        let Bump { mean, deviation } = fit.fitted;
        println!("{name:48} {mean:9.4} {deviation:9.4} {:10.4} {:10.4}", fit.forward, fit.reverse);
    }
    let points = p.curve(&fits.map(|(_, fit)| fit.fitted), 400);
    let mut curves = vec![Curve::line("p, two bumps", 0, points.iter().map(|point| (point.x, point.p)).collect())];
    for (i, (name, _)) in fits.iter().enumerate() {
        curves.push(Curve::line(*name, i + 1, points.iter().map(|point| (point.x, point.q[i])).collect()));
    }
    let highest = curves.iter().flat_map(|curve| &curve.points).fold(0.0_f64, |highest, &(_, y)| highest.max(y));
    Figure {
        title: "One Gaussian for two bumps".to_owned(),
        x_label: "x".to_owned(),
        y_label: "density".to_owned(),
        x: -8.0..8.0,
        y: 0.0..1.6 * highest,
        powers_of_ten: false,
        curves,
    }
    .write(&pictures().join("mode-averaging-and-seeking.svg"))
}
