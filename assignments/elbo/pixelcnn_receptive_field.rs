//! # Receptive field of a PixelCNN
//!
//! A masked convolution sees the rows above its centre and the cells left of it; type A, by convention of the first layer, hides the centre
//! itself, type B shows it:
//! $$M^{A}_{ij}=\mathbb 1\{i\lt c\ \text{or}\ (i=c,\;j\lt c)\},\qquad M^{B}=M^{A}+\mathbb 1\{i=j=c\},\qquad c=\lfloor k/2\rfloor.$$
//!
//! The receptive field of an output pixel is the set of input pixels where its gradient is not zero. It is found backwards: from the set of the
//! output pixel alone, every layer replaces the set by all its shifts by the cells of the layer's mask, inside the image (zero padding
//! has no gradient).
//!
//! The field precedes the pixel in raster order, but does not hold all that does. A step up moves at most $\lfloor k/2\rfloor$ columns to the right, so a stack of $n$ layers
//! never sees the pixels to the upper right of a line: the blind spot, which the gated PixelCNN removes by two stacks.
//!
//! Computation: whether some pixel of a rectangle is in the set is read off a summed-area table, so a layer costs one pass over the image for
//! any kernel, and layers that change nothing more are not repeated.
//!
//! - Shapes: masks are kernel × kernel, the field height × width. All whole numbers, compared exactly. Stride 1, one channel, padding $c$.
//! - Domain: odd kernels, also wider than the image; any pixel of the image; one layer or more.
//! - Source: lecture 2; van den Oord, Kalchbrenner and Kavukcuoglu, Pixel Recurrent Neural Networks, 2016; van den Oord et al., Conditional
//!   Image Generation with PixelCNN Decoders, 2016.

use crate::formulas::domain::{index, whole_within};
use crate::task::prelude::*;

/// Bounds that keep the arrays to a few megabytes and the time to about a second.
const MOST_PIXELS: i64 = 1 << 20;
const WIDEST_KERNEL: i64 = 1023;
const MOST_WORK: i64 = 1 << 27;

ports! { PixelcnnReceptiveField:
    Inputs {
        height: i64[] "Rows of the image.";
        width: i64[] "Columns of the image.";
        kernel_size: i64[] "Side of the kernel, odd.";
        n_layers: i64[] "Number of masked convolutions, the first one included.";
        row: i64[] "Row of the output pixel, from 0.";
        col: i64[] "Column of the output pixel, from 0.";
    }
    Outputs {
        mask_a: i64["kernel_size", "kernel_size"] "Mask of type A.";
        mask_b: i64["kernel_size", "kernel_size"] "Mask of type B.";
        receptive_field: i64["height", "width"] "1 where the output pixel depends on the input pixel.";
    }
}

impl Task for PixelcnnReceptiveField {
    const LECTURES: &'static [u8] = &[2];
    const SIZES: &'static [Size] = sizes![];
    const TOLERANCE: Tolerance = Tolerance::EXACT;

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "first_layer_type_b" => with_field(i, stack(i, 0, i.n_layers)),
        "every_layer_type_a" => with_field(i, stack(i, i.n_layers, 0)),
        "blind_spot_filled" => {
            let (row, col) = (index(i.row), index(i.col));
            let reach = index(i.n_layers).saturating_mul(index(i.kernel_size) / 2);
            let shape = (index(i.height), index(i.width));
            let field = Array2::from_shape_fn(shape, |(r, c)| {
                let precedes = (r, c) < (row, col);
                precedes && row - r <= reach && c.abs_diff(col) <= reach
            });
            with_field(i, field)
        }
        "one_layer_too_many" => with_field(i, stack(i, 1, i.n_layers)),
        "wrapped_around" => with_field(i, wrapped(i)),
    });

    fn draw(rng: &mut Rng, _sizes: &Sizes) -> Inputs {
        let kernel_size = 2 * integer1(rng, 1, 2) + 1;
        let n_layers = integer1(rng, 2, 4);
        Inputs {
            height: 21,
            width: integer1(rng, 22, 24),
            kernel_size,
            n_layers,
            row: integer1(rng, 10, 13),
            // So near to the left border that the field always meets it.
            col: integer1(rng, 1, n_layers * (kernel_size / 2) - 1),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let i = inputs;
        whole_within("height", &[i.height], 1..=MOST_PIXELS)?;
        whole_within("width", &[i.width], 1..=MOST_PIXELS / i.height)?;
        whole_within("row", &[i.row], 0..=i.height - 1)?;
        whole_within("col", &[i.col], 0..=i.width - 1)?;
        whole_within("kernel_size", &[i.kernel_size], 1..=WIDEST_KERNEL)?;
        Domain::special(
            "kernel_size must be odd",
            "kernel_size должно быть нечётным",
        )
        .refuse_if(i.kernel_size % 2 == 0)?;
        whole_within("n_layers", &[i.n_layers], 1..=i64::MAX)?;
        // No set of pixels changes more often than there are pixels.
        let pixels = i.height * i.width;
        Domain::TooLarge("n_layers".into()).refuse_if(i.n_layers.min(pixels) > MOST_WORK / pixels)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        with_field(inputs, stack(inputs, 1, inputs.n_layers - 1))
    }
}

fn with_field(i: &Inputs, field: Array2<bool>) -> Outputs {
    let kernel = index(i.kernel_size);
    Outputs {
        mask_a: mask(kernel, false),
        mask_b: mask(kernel, true),
        receptive_field: field.mapv(i64::from),
    }
}

/// Type B with the centre, type A without.
fn mask(kernel: usize, with_centre: bool) -> Array2<i64> {
    let centre = (kernel / 2, kernel / 2);
    Array2::from_shape_fn((kernel, kernel), |cell| {
        i64::from(cell < centre || (with_centre && cell == centre))
    })
}

/// The right stack of layers where what leaves the image on one side comes back on the other.
fn wrapped(i: &Inputs) -> Array2<bool> {
    let radius = index(i.kernel_size) / 2;
    stack_of(i, (1, i.n_layers - 1), |set, with_centre| {
        let (height, width) = set.dim();
        // The image laid beside itself, as far as an offset reaches; one whole image further on nothing new is seen.
        let (down, aside) = (radius.min(height), radius.min(width));
        let tiled = Array2::from_shape_fn((height + down, width + 2 * aside), |(r, c)| {
            set[(r % height, (c + width - aside) % width)]
        });
        let seen = through_layer(&tiled, radius, with_centre);
        Array2::from_shape_fn((height, width), |(r, c)| seen[(r, c + aside)])
    })
}

/// The field of the pixel through `type_a` layers of type A followed by `type_b` layers of type B.
fn stack(i: &Inputs, type_a: i64, type_b: i64) -> Array2<bool> {
    let radius = index(i.kernel_size) / 2;
    stack_of(i, (type_a, type_b), |set, with_centre| {
        through_layer(set, radius, with_centre)
    })
}

/// The field through layers of both types, one layer being what `layer` makes of the set behind it.
fn stack_of(
    i: &Inputs,
    (type_a, type_b): (i64, i64),
    layer: impl Fn(&Array2<bool>, bool) -> Array2<bool>,
) -> Array2<bool> {
    let mut field = Array2::from_elem((index(i.height), index(i.width)), false);
    field[(index(i.row), index(i.col))] = true;
    for (layers, with_centre) in [(type_b, true), (type_a, false)] {
        for _ in 0..layers {
            let next = layer(&field, with_centre);
            if next == field {
                break;
            }
            field = next;
        }
    }
    field
}

/// The inputs of one masked convolution that the outputs in `set` depend on.
fn through_layer(set: &Array2<bool>, radius: usize, with_centre: bool) -> Array2<bool> {
    let (height, width) = set.dim();
    // counts[(r, c)]: the pixels of the set above row r and left of column c.
    let mut counts = Array2::<usize>::zeros((height + 1, width + 1));
    for r in 0..height {
        let mut in_row = 0;
        for c in 0..width {
            in_row += usize::from(set[(r, c)]);
            counts[(r + 1, c + 1)] = counts[(r, c + 1)] + in_row;
        }
    }
    let some = |rows: (usize, usize), cols: (usize, usize)| {
        let inside = counts[(rows.1, cols.1)] + counts[(rows.0, cols.0)];
        inside > counts[(rows.0, cols.1)] + counts[(rows.1, cols.0)]
    };
    Array2::from_shape_fn((height, width), |(r, c)| {
        // An input is seen by the outputs of the rows below, and by those right of it in its own row.
        let below = (r + 1, (r + 1 + radius).min(height));
        let (left, right) = (c.saturating_sub(radius), (c + 1 + radius).min(width));
        let first = if with_centre { c } else { c + 1 };
        some(below, (left, right)) || some((r, r + 1), (first, right))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::domain::whole;
    use ndarray::{Axis, arr2, concatenate};

    fn inputs(size: (i64, i64), kernel_size: i64, n_layers: i64, pixel: (i64, i64)) -> Inputs {
        Inputs {
            height: size.0,
            width: size.1,
            kernel_size,
            n_layers,
            row: pixel.0,
            col: pixel.1,
        }
    }

    fn field(size: (i64, i64), kernel_size: i64, n_layers: i64, pixel: (i64, i64)) -> Array2<i64> {
        let inputs = inputs(size, kernel_size, n_layers, pixel);
        assert!(PixelcnnReceptiveField::validate(&inputs).is_ok());
        PixelcnnReceptiveField::reference(&inputs).receptive_field
    }

    #[test]
    fn one_layer_is_its_mask() {
        let got = PixelcnnReceptiveField::reference(&inputs((5, 5), 3, 1, (2, 2)));
        assert_eq!(got.mask_a, arr2(&[[1, 1, 1], [1, 0, 0], [0, 0, 0]]));
        assert_eq!(got.mask_b, arr2(&[[1, 1, 1], [1, 1, 0], [0, 0, 0]]));
        assert_eq!(
            got.receptive_field
                .select(Axis(0), &[1, 2, 3])
                .select(Axis(1), &[1, 2, 3]),
            got.mask_a
        );
        assert_eq!(got.receptive_field.sum(), 4);
    }

    #[test]
    fn two_layers_leave_a_blind_spot() {
        assert_eq!(
            field((3, 6), 3, 2, (2, 2)),
            arr2(&[[1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 0, 0]])
        );
    }

    #[test]
    fn by_the_definition_on_every_small_image() {
        for (height, width, kernel, layers) in
            [(4, 3, 3, 3), (3, 5, 5, 2), (1, 4, 3, 2), (5, 1, 7, 3)]
        {
            for (row, col) in (0..height).flat_map(|r| (0..width).map(move |c| (r, c))) {
                let mut set = vec![(row, col)];
                for layer in (0..layers).rev() {
                    let with_centre = layer > 0;
                    let r = kernel / 2;
                    let mut next = Vec::new();
                    for (i, j) in set {
                        for (a, b) in (-r..=0).flat_map(|a| (-r..=r).map(move |b| (a, b))) {
                            let seen = (a, b) < (0, 0) || (with_centre && (a, b) == (0, 0));
                            let inside =
                                (0..height).contains(&(i + a)) && (0..width).contains(&(j + b));
                            if seen && inside {
                                next.push((i + a, j + b));
                            }
                        }
                    }
                    next.sort_unstable();
                    next.dedup();
                    set = next;
                }
                let got = field((height, width), kernel, layers, (row, col));
                let listed: Vec<_> = got
                    .indexed_iter()
                    .filter(|(_, v)| **v == 1)
                    .map(|((r, c), _)| (whole(r), whole(c)))
                    .collect();
                assert_eq!(listed, set, "{height}×{width}, pixel {row}, {col}");
            }
        }
    }

    #[test]
    fn a_kernel_of_one_sees_nothing_and_a_first_pixel_has_no_past() {
        assert_eq!(field((3, 3), 1, 4, (1, 1)).sum(), 0);
        assert_eq!(field((3, 3), 3, 2, (0, 0)).sum(), 0);
        assert_eq!(field((1, 1), 5, 1, (0, 0)).sum(), 0);
    }

    #[test]
    fn a_kernel_wider_than_the_image_sees_all_that_precedes() {
        let got = field((2, 3), 9, 1, (1, 1));
        assert_eq!(
            got,
            concatenate![Axis(0), arr2(&[[1, 1, 1]]), arr2(&[[1, 0, 0]])]
        );
    }

    #[test]
    fn endless_stacks_end() {
        let endless = inputs((21, 21), 3, i64::MAX, (10, 10));
        assert!(PixelcnnReceptiveField::validate(&endless).is_ok());
        for mistake in PixelcnnReceptiveField::MISTAKES {
            let _ = (mistake.1)(&endless, PixelcnnReceptiveField::reference(&endless));
        }
        // All of the past is reached where there is room to go around: up one step for every step right.
        assert_eq!(
            PixelcnnReceptiveField::reference(&endless).receptive_field[(9, 11)],
            1
        );
    }

    #[test]
    fn what_is_no_network_or_pixel_is_refused() {
        let refused = |i: &Inputs| PixelcnnReceptiveField::validate(i).is_err();
        assert!(refused(&inputs((3, 3), 2, 1, (0, 0))));
        assert!(refused(&inputs((3, 3), -3, 1, (0, 0))));
        assert!(refused(&inputs((3, 3), 3, 0, (0, 0))));
        assert!(refused(&inputs((3, 3), 3, 1, (3, 0))));
        assert!(refused(&inputs((3, 3), 3, 1, (0, -1))));
        assert!(refused(&inputs((0, 3), 3, 1, (0, 0))));
        assert!(refused(&inputs((i64::MAX, i64::MAX), 3, 1, (0, 0))));
        assert!(refused(&inputs((1024, 1024), 3, i64::MAX, (0, 0))));
    }
}
