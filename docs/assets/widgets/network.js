// A network as Keras computes it, one layer after the other, on one image. What passes from layer to layer is
// float32, as in Keras; sums are formed in double precision. docs/export_network.py writes what is read here.
//
// A layer's output is { height, width, channels, values }, with the channels last, as in Keras. Flat ones have
// height and width 1.

const COMPUTE = {
  Conv2D: convolution,
  BatchNormalization: normalization,
  ReLU: (layer, input) => output(input, (i) => Math.max(0, input.values[i])),
  GlobalAveragePooling2D: average,
  Dropout: (layer, input) => input, // only in training
  Dense: dense,
};

// Fetch a network by the address of its description.
export async function fetchNetwork(address) {
  const facts = await (await fetched(address)).json();
  const weights = await fetched(new URL(facts.recipe + ".bin", address));
  return readNetwork(facts, await weights.arrayBuffer());
}

export async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}: ${address}`);
  return response;
}

// Give every layer its weights, which stand one behind the other in a buffer.
export function readNetwork(facts, buffer) {
  let at = 0;
  const layers = facts.layers.map((layer) => {
    const weights = layer.shapes.map((shape) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const part = new Float32Array(buffer, at, size);
      at += part.byteLength;
      return part;
    });
    return { ...layer, weights };
  });
  return { ...facts, layers };
}

// The outputs of all layers for 28 × 28 pixels from 0 to 255; the first is the image, from 0 to 1, and the last
// the ten logits: the softmax of the last layer is `softmax`.
export function run(network, pixels) {
  const image = { height: 28, width: 28, channels: 1, values: Float32Array.from(pixels, (pixel) => pixel / 255) };
  const outputs = [image];
  for (const layer of network.layers) outputs.push(COMPUTE[layer.kind](layer, outputs.at(-1)));
  return outputs;
}

export function softmax(logits) {
  const highest = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - highest));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

// How padding "same" lays windows over a side: with a stride of 2 an even side gets its zeros at the end only.
export function windows(length, size, stride) {
  const count = Math.ceil(length / stride);
  const padding = Math.max((count - 1) * stride + size - length, 0);
  return { count, before: Math.floor(padding / 2) };
}

// A number for every place of a layer that keeps the shape of its input. (A loop: `from` takes much longer.)
function output(input, number) {
  const values = new Float32Array(input.values.length);
  for (let i = 0; i < values.length; i++) values[i] = number(i);
  return { ...input, values };
}

function convolution({ weights: [kernel], shapes: [[rows, columns, , channels]], strides }, input) {
  const down = windows(input.height, rows, strides[0]);
  const across = windows(input.width, columns, strides[1]);
  const values = new Float32Array(down.count * across.count * channels);
  const sums = new Float64Array(channels);
  for (let y = 0; y < down.count; y++) {
    for (let x = 0; x < across.count; x++) {
      sums.fill(0);
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const inputRow = y * strides[0] + row - down.before;
          const inputColumn = x * strides[1] + column - across.before;
          if (inputRow < 0 || inputRow >= input.height || inputColumn < 0 || inputColumn >= input.width) continue;
          addPixel(sums, kernel, row * columns + column, input, inputRow * input.width + inputColumn);
        }
      }
      values.set(sums, (y * across.count + x) * channels);
    }
  }
  return { height: down.count, width: across.count, channels, values };
}

// Add one pixel of the input, times its place in the kernel, to the sum of each output channel.
function addPixel(sums, kernel, place, { values, channels }, pixel) {
  for (let channel = 0; channel < channels; channel++) {
    const value = values[pixel * channels + channel];
    if (value === 0) continue; // half of them are, behind a ReLU
    const count = sums.length, first = (place * channels + channel) * count;
    for (let i = 0; i < count; i++) sums[i] += value * kernel[first + i];
  }
}

function normalization({ weights: [gamma, beta, mean, variance], epsilon }, input) {
  const scale = Array.from(gamma, (factor, i) => factor / Math.sqrt(variance[i] + epsilon));
  return output(input, (i) => {
    const channel = i % input.channels;
    return (input.values[i] - mean[channel]) * scale[channel] + beta[channel];
  });
}

function average(layer, { height, width, channels, values }) {
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) sums[i % channels] += values[i];
  return flat(sums.map((sum) => sum / (height * width)));
}

function dense({ weights: [kernel, bias] }, input) {
  const sums = Float64Array.from(bias);
  addPixel(sums, kernel, 0, input, 0);
  return flat(sums);
}

function flat(values) {
  return { height: 1, width: 1, channels: values.length, values: Float32Array.from(values) };
}

// What one number of a convolution is made of: of each input channel the window and its kernel, by rows, and the
// sum of their products. `null` stands in a window where it goes beyond the image.
export function windowOf({ weights: [kernel], shapes: [[rows, columns]], strides }, input, channels, [channel, y, x]) {
  const top = y * strides[0] - windows(input.height, rows, strides[0]).before;
  const left = x * strides[1] - windows(input.width, columns, strides[1]).before;
  const places = Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]);
  const parts = Array.from({ length: input.channels }, (_, from) => {
    const patch = places.map(([row, column]) => pixelAt(input, top + row, left + column, from));
    const weights = places.map((_, place) => kernel[(place * input.channels + from) * channels + channel]);
    const sum = patch.reduce((all, value, place) => all + (value ?? 0) * weights[place], 0);
    return { patch, weights, sum };
  });
  return { top, left, size: rows, parts, sum: parts.reduce((all, { sum }) => all + sum, 0) };
}

function pixelAt({ height, width, channels, values }, row, column, channel) {
  const inside = row >= 0 && row < height && column >= 0 && column < width;
  return inside ? values[(row * width + column) * channels + channel] : null;
}
