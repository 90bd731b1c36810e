// From strokes, or from a picture, to the 28 × 28 pixels that a network trained on MNIST expects: white on black,
// the digit in a box of 20 × 20, its centre of mass at row 14 and column 14. For pictures this does what
// src/keras_primer/data/pictures.py does, where the steps are explained; tests/site/test_draw.py compares the two.
//
// A picture is { width, height, values }: grey levels or ink, row by row. `steps` says which steps are taken:
// { separate, scale, centre }.

const SIDE = 28, BOX = 20, MIDDLE = 14;
const LONGEST = 256; // pixels of the longer side in which a digit is looked for
const FAINTEST = 16; // grey levels between paper and ink, at least

export const PEN = 0.06; // width of the pen on the board, whose side is 1
const RADIUS = 1.25; // of a stroke in the box of 20 × 20: what digits of MNIST have

// Why a picture cannot be used: `reason` is one of nothing, specks, beyond, rows, several.
export class Refusal extends Error {
  constructor(reason, count) {
    super(reason);
    Object.assign(this, { reason, count });
  }
}

// Strokes

// Draw strokes anew, small: lists of points [x, y], from 0 to 1 on the board.
export function drawn(strokes, steps) {
  const naive = strokes.map((stroke) => stroke.map(([x, y]) => [x * SIDE - 0.5, y * SIDE - 0.5]));
  const radius = steps.scale ? RADIUS : (PEN * SIDE) / 2;
  const small = steps.scale ? scaled(naive, radius) : naive;
  if (!steps.centre) return inked(small, radius);
  const [x, y] = centreOfMass(inked(small, radius));
  return inked(moved(small, within(bounds(small, radius), MIDDLE - x, MIDDLE - y)), radius);
}

// The strokes with a longer side of 20, ink included, where their middle was or as near as they fit.
function scaled(strokes, radius) {
  const { left, right, top, bottom } = bounds(strokes, 0);
  const factor = (BOX - 2 * radius) / Math.max(right - left, bottom - top, 1e-6);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const small = strokes.map((stroke) => stroke.map((point) => [x + factor * (point[0] - x), y + factor * (point[1] - y)]));
  return moved(small, within(bounds(small, radius), 0, 0));
}

function moved(strokes, [right, down]) {
  return strokes.map((stroke) => stroke.map(([x, y]) => [x + right, y + down]));
}

function bounds(strokes, radius) {
  const [xs, ys] = [0, 1].map((axis) => strokes.flatMap((stroke) => stroke.map((point) => point[axis])));
  return {
    left: Math.min(...xs) - radius, right: Math.max(...xs) + radius,
    top: Math.min(...ys) - radius, bottom: Math.max(...ys) + radius,
  };
}

// A move that leaves a box inside the image, if it fits there.
function within({ left, right, top, bottom }, across, down) {
  const limited = (move, first, last) => {
    const [least, most] = [-0.5 - first, SIDE - 0.5 - last];
    return least > most ? move : Math.min(Math.max(move, least), most);
  };
  return [limited(across, left, right), limited(down, top, bottom)];
}

// Pixels from 0 to 255, by how far each is from the nearest stroke.
function inked(strokes, radius) {
  const nearest = new Float32Array(SIDE * SIDE).fill(Infinity);
  for (const stroke of strokes)
    stroke.forEach((point, i) => approach(nearest, [stroke[Math.max(i - 1, 0)], point], radius + 1));
  return nearest.map((square) => Math.round(255 * Math.min(Math.max(radius + 0.5 - Math.sqrt(square), 0), 1)));
}

// Note the squared distance to a segment of each pixel that is near it, if none was nearer.
function approach(nearest, segment, reach) {
  const [[left, right], [top, bottom]] = [0, 1].map((axis) => {
    const ends = segment.map((point) => point[axis]);
    return [Math.max(Math.ceil(Math.min(...ends) - reach), 0), Math.min(Math.floor(Math.max(...ends) + reach), SIDE - 1)];
  });
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++)
      nearest[y * SIDE + x] = Math.min(nearest[y * SIDE + x], squaredDistance([x, y], segment));
}

function squaredDistance([x, y], [[x1, y1], [x2, y2]]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length ? Math.min(Math.max(((x - x1) * dx + (y - y1) * dy) / length, 0), 1) : 0;
  return (x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2;
}

// [x, y], weighted by ink; of a blank image its middle.
function centreOfMass(pixels, width = SIDE) {
  let [ink, x, y] = [0, 0, 0];
  pixels.forEach((value, i) => {
    ink += value;
    x += value * (i % width);
    y += value * Math.floor(i / width);
  });
  return ink ? [x / ink, y / ink] : [MIDDLE, MIDDLE];
}

// Pictures

// The digit in a grey picture. Throws a Refusal where there is none, or more than one.
export function photographed(grey, steps) {
  const ink = steps.separate ? separated(grey) : grey;
  return fitted(ink, steps);
}

// The ink of the one digit: 0 is paper, 255 is where it is strong.
function separated(grey) {
  const picture = shrunk(grey);
  const ink = difference(picture, paperOf(picture));
  const digits = grouped(pieces(strong(ink)));
  if (digits.length > 1) throw new Refusal("several", digits.length);
  const [strokes] = digits;
  const around = dilated(strokes, 2);
  const most = percentile(ink.values.filter((_, i) => strokes.values[i]), 80);
  return mapped(ink, (value, i) => Math.round(255 * Math.min(Math.max((around.values[i] * value) / most, 0), 1)));
}

function shrunk(grey) {
  const factor = Math.max(1, Math.round(Math.max(grey.width, grey.height) / LONGEST));
  const picture = factor > 1 ? reduced(grey, factor) : grey;
  return Math.max(picture.width, picture.height) > LONGEST / 2 ? smoothed(picture) : picture;
}

// Means of squares; at the end of rows and columns, of what is there.
function reduced({ width, height, values }, factor) {
  return made(Math.ceil(width / factor), Math.ceil(height / factor), (x, y) => {
    let [sum, count] = [0, 0];
    for (let row = y * factor; row < Math.min((y + 1) * factor, height); row++)
      for (let column = x * factor; column < Math.min((x + 1) * factor, width); column++, count++)
        sum += values[row * width + column];
    return sum / count;
  });
}

const BELL = [0, 1, 2, 3, 4].map((distance) => Math.exp(-distance * distance / 2));
const WEIGHTS = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((place) => BELL[Math.abs(place)]);
const WEIGHT = WEIGHTS.reduce((sum, weight) => sum + weight);

// A Gaussian filter of standard deviation 1, along each axis; at the edge the picture is mirrored.
function smoothed(picture) {
  const along = ({ width, height, values }) =>
    made(height, width, (x, y) => // turned, so that the second time it is along the other axis
      WEIGHTS.reduce((sum, weight, i) => sum + weight * values[x * width + mirrored(y + i - 4, width)], 0) / WEIGHT);
  return along(along(picture));
}

function mirrored(index, length) {
  while (index < 0 || index >= length) index = index < 0 ? -1 - index : 2 * length - 1 - index;
  return index;
}

// The median of a large neighbourhood of each pixel, in a picture made small for that.
function paperOf(picture) {
  const step = Math.ceil(Math.max(picture.width, picture.height) / 48);
  const coarse = zoomed(picture, even(picture.width / step), even(picture.height / step));
  const size = Math.floor(Math.min(coarse.width, coarse.height) / 3) * 2 + 1;
  return zoomed(median(coarse, (size - 1) / 2), picture.width, picture.height);
}

// Rounded as Python does: a half goes to the even number.
function even(number) {
  const below = Math.floor(number);
  return number - below === 0.5 ? below + (below % 2) : Math.round(number);
}

// Linear between the pixels; the corners stay the corners.
function zoomed({ width, height, values }, newWidth, newHeight) {
  const place = (i, count, length) => (count > 1 ? (i * (length - 1)) / (count - 1) : 0);
  return made(newWidth, newHeight, (x, y) => {
    const [across, down] = [place(x, newWidth, width), place(y, newHeight, height)];
    const [left, top] = [Math.floor(across), Math.floor(down)];
    const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
    const mix = (a, b, share) => a + (b - a) * share;
    return mix(
      mix(values[top * width + left], values[top * width + right], across - left),
      mix(values[bottom * width + left], values[bottom * width + right], across - left),
      down - top,
    );
  });
}

function median({ width, height, values }, reach) {
  const around = new Float64Array((2 * reach + 1) ** 2);
  const near = (at, length) => Array.from({ length: 2 * reach + 1 }, (_, i) => mirrored(at + i - reach, length));
  return made(width, height, (x, y) => {
    let count = 0;
    const columns = near(x, width);
    for (const row of near(y, height)) for (const column of columns) around[count++] = values[row * width + column];
    return around.sort()[(count - 1) / 2];
  });
}

// By how much each pixel differs from the paper, as if in full light; ink is positive, be it dark or light.
function difference(picture, paper) {
  const skew = picture.values.reduce((sum, value, i) => sum + (paper.values[i] - value) ** 3, 0);
  const turned = (value) => (skew < 0 ? 255 - value : value);
  return mapped(picture, (value, i) => {
    const white = turned(paper.values[i]);
    return ((white - turned(value)) * 255) / Math.max(white, 64);
  });
}

// Where there is ink: more than noise, and not much fainter than the strongest ink.
function strong(ink) {
  const middle = percentile(ink.values, 50);
  const noise = percentile(ink.values.map((value) => Math.abs(value - middle)), 50);
  const least = Math.max(FAINTEST, 4 * 1.4826 * noise);
  const above = ink.values.filter((value) => value > least);
  if (!above.length) throw new Refusal("nothing");
  const threshold = Math.max(least, 0.35 * percentile(above, 95));
  return mapped(ink, (value) => Number(value > threshold));
}

// Connected ink that can be a digit or a part of one, without specks, ruled lines and what reaches in.
function pieces(marked) {
  const { width, height } = marked;
  const strokes = withoutRuns(withoutRuns(marked, true), false);
  const gap = Math.floor(Math.min(width, height) / 100);
  const least = Math.max(5, Math.max(width, height) / 20);
  const found = connected(dilated(strokes, gap))
    .map((piece) => mapped(strokes, (value, i) => value && piece.has(i) ? 1 : 0))
    .filter((piece) => longer(piece) >= least);
  if (!found.length) throw new Refusal("specks");
  for (const most of [0, 1]) {
    const inside = found.filter((piece) => edges(piece) <= most);
    if (inside.length) return inside;
  }
  throw new Refusal("beyond");
}

// Without lines that run along nearly all of the picture.
function withoutRuns(marked, across) {
  const { width, height, values } = marked;
  const [lines, length] = across ? [height, width] : [width, height];
  const place = (line, at) => (across ? line * width + at : at * width + line);
  const kept = Float64Array.from(values);
  for (let line = 0; line < lines; line++) {
    for (let start = 0, end; start < length; start = end + 1) {
      for (end = start; end < length && values[place(line, end)]; end++);
      if (end - start >= even(0.9 * length)) for (let at = start; at < end; at++) kept[place(line, at)] = 0;
    }
  }
  return { width, height, values: kept };
}

function dilated({ width, height, values }, reach) {
  return made(width, height, (x, y) => {
    for (let row = Math.max(y - reach, 0); row <= Math.min(y + reach, height - 1); row++)
      for (let column = Math.max(x - reach, 0); column <= Math.min(x + reach, width - 1); column++)
        if (values[row * width + column]) return 1;
    return 0;
  });
}

// The places of each connected piece; pixels that touch by a corner are connected, too.
function connected({ width, height, values }) {
  const seen = new Set(), found = [];
  values.forEach((value, start) => {
    if (!value || seen.has(start)) return;
    const piece = new Set([start]);
    for (const place of piece) // grows while it is gone through
      for (const [dx, dy] of AROUND) {
        const [x, y] = [(place % width) + dx, Math.floor(place / width) + dy];
        if (x >= 0 && x < width && y >= 0 && y < height && values[y * width + x]) piece.add(y * width + x);
      }
    piece.forEach((place) => seen.add(place));
    found.push(piece);
  });
  return found;
}
const AROUND = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy]));

// Digits from left to right, each of one or more pieces that stand above each other.
function grouped(found) {
  const tall = Math.max(...found.map((piece) => extent(box(piece), "y")));
  const large = found.filter((piece) => longer(piece) > tall / 3).sort((one, other) => box(one).x[0] - box(other).x[0]);
  const digits = [];
  for (const piece of large) {
    const last = digits.at(-1);
    if (last && shared(last, piece, "x") > 0.5)
      digits[digits.length - 1] = mapped(last, (value, i) => value || piece.values[i]);
    else digits.push(piece);
  }
  const tallest = digits.reduce((one, other) => (extent(box(other), "y") > extent(box(one), "y") ? other : one));
  if (digits.some((digit) => shared(tallest, digit, "y") < 0.5)) throw new Refusal("rows");
  return digits;
}

// Which part of the smaller one's rows or columns both have.
function shared(one, other, axis) {
  const [a, b] = [box(one)[axis], box(other)[axis]];
  return (Math.min(a[1], b[1]) - Math.max(a[0], b[0])) / Math.min(a[1] - a[0], b[1] - b[0]);
}

// Where values are more than a number: first column and row, and the ones behind the last.
function box({ width, height, values }, least = 0) {
  const x = [width, 0], y = [height, 0];
  values.forEach((value, i) => {
    if (value <= least) return;
    const [column, row] = [i % width, Math.floor(i / width)];
    x[0] = Math.min(x[0], column), x[1] = Math.max(x[1], column + 1);
    y[0] = Math.min(y[0], row), y[1] = Math.max(y[1], row + 1);
  });
  return { x, y };
}
function extent(found, axis) {
  return found[axis][1] - found[axis][0];
}
function longer(piece) {
  const found = box(piece);
  return Math.max(extent(found, "x"), extent(found, "y"));
}
function edges(piece) {
  const { x, y } = box(piece);
  return [x[0] === 0, y[0] === 0, x[1] === piece.width, y[1] === piece.height].filter(Boolean).length;
}

// The value below which a share of all values lies, between two of them if it falls there.
function percentile(values, percent) {
  const sorted = Float64Array.from(values).sort();
  const place = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(place);
  return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

// Ink as 28 × 28 pixels: cropped and scaled to 20, or shrunk with all around it; then centred, or where it was.
function fitted(ink, { scale, centre }) {
  const found = box(ink, 64);
  if (found.x[1] <= found.x[0]) throw new Refusal("nothing");
  const [wide, tall] = [extent(found, "x"), extent(found, "y")];
  const factor = BOX / Math.max(wide, tall);
  const small = scale
    ? resized(cropped(ink, found), Math.max(1, even(wide * factor)), Math.max(1, even(tall * factor)))
    : resized(ink, SIDE, SIDE);
  const was = scale && [
    ((found.x[0] + found.x[1]) / 2 / ink.width) * SIDE - small.width / 2,
    ((found.y[0] + found.y[1]) / 2 / ink.height) * SIDE - small.height / 2,
  ];
  return placed(small, centre ? centreOfMass(small.values, small.width).map((mass) => MIDDLE - mass) : was || [0, 0]);
}

// Put a picture into 28 × 28 at a place; what was shrunk with all around it may lose some of that.
function placed(small, place) {
  const whole = small.width === SIDE && small.height === SIDE;
  const limit = (start, length) => (whole ? even(start) : Math.min(Math.max(even(start), 0), SIDE - length));
  const [left, top] = [limit(place[0], small.width), limit(place[1], small.height)];
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) =>
    pixel(small, (i % SIDE) - left, Math.floor(i / SIDE) - top));
}
function pixel({ width, height, values }, x, y) {
  return x >= 0 && x < width && y >= 0 && y < height ? values[y * width + x] : 0;
}

function cropped({ width, values }, { x, y }) {
  return made(x[1] - x[0], y[1] - y[0], (column, row) => values[(y[0] + row) * width + x[0] + column]);
}

// Lanczos, as Pillow has it: first along the rows, then along the columns, rounded to 0 to 255 each time.
function resized(picture, width, height) {
  const turned = (from, length) => {
    const shares = lanczos(from.width, length);
    return made(from.height, length, (x, y) => {
      const { first, weights } = shares[y];
      const sum = weights.reduce((all, weight, i) => all + weight * from.values[x * from.width + first + i], 0);
      return Math.min(Math.max(Math.round(sum), 0), 255);
    });
  };
  return turned(turned(picture, width), height);
}

// For each new pixel of a row, the old ones that it is mixed from.
function lanczos(before, after) {
  const factor = before / after, stretch = Math.max(factor, 1), reach = 3 * stretch;
  const sinc = (x) => (x ? Math.sin(Math.PI * x) / (Math.PI * x) : 1);
  return Array.from({ length: after }, (_, i) => {
    const middle = (i + 0.5) * factor;
    const first = Math.max(Math.floor(middle - reach + 0.5), 0);
    const last = Math.min(Math.floor(middle + reach + 0.5), before);
    const raw = Array.from({ length: last - first }, (_, j) => {
      const x = (first + j + 0.5 - middle) / stretch;
      return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
    });
    const sum = raw.reduce((all, weight) => all + weight, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

// Loops, since `Float64Array.from` takes several times as long.
function made(width, height, value) {
  const values = new Float64Array(width * height);
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++) values[i++] = value(x, y);
  return { width, height, values };
}
function mapped(picture, value) {
  const values = new Float64Array(picture.values.length);
  for (let i = 0; i < values.length; i++) values[i] = value(picture.values[i], i);
  return { ...picture, values };
}
