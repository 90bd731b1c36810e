// The layers of a network, for draw.js: what each makes of an image, as small maps; and one number of a map down
// to the window, the kernel and the arithmetic that it comes from. Counted from 0, as in Keras.

import { softmax, windowOf } from "./network.js";
import { make } from "./parts.js";

const WORDS = {
  zh: {
    blank: "先写一个数字。",
    stage: "显示",
    stages: ["卷积之后", "批量归一化之后", "ReLU 之后"],
    legend: "越亮，数越大；在前两种显示里，橙色为正，蓝色为负。点一张图上的一处，就能看到那个数是怎样算出来的。",
    names: { Conv2D: "卷积", GlobalAveragePooling2D: "全局平均", Dense: "全连接" },
    maps: (name, count, height, width) => `${name}：${count} 张特征图，每张 ${height} × ${width}`,
    numbers: (name, count) => `${name}：${count} 个数`,
    look: "看其中一个数",
    map: "特征图",
    digit: "数字",
    row: "行",
    column: "列",
    from: "输入的特征图",
    patch: "窗口",
    kernel: "卷积核",
    products: "乘积",
    outside: "“·”在图像之外，当作 0。",
    nine: (sum) => `九个乘积之和：${sum}`,
    sums: (count, sum) => `${count} 张输入特征图的和加起来：${sum}`,
    each: "各张输入特征图的和",
    normalized: "批量归一化 γ × (和 − μ) ÷ √(σ² + ε) + β：",
    rectified: "ReLU：",
    values: "这张特征图",
    mean: (count, mean) => `${count} 个数的平均：${mean}`,
    terms: (count) => `${count} 个“输入 × 权重”的乘积里，绝对值最大的五个：`,
    term: "第",
    others: (count, sum) => `其余 ${count} 项之和：${sum}`,
    bias: (bias, logit) => `加上偏置 ${bias}，得到 logit ${logit}`,
    softmax: (power, sum, probability) => `softmax：e 的 logit 次方 ${power}，除以十个之和 ${sum}，得到概率 ${probability}`,
  },
  en: {
    blank: "Write a digit first.",
    stage: "Show",
    stages: ["after the convolution", "after batch normalization", "after ReLU"],
    legend: "The brighter, the larger; of the first two, orange is positive and blue negative. Click a place in a map to see how its number comes about.",
    names: { Conv2D: "Convolution", GlobalAveragePooling2D: "Global average", Dense: "Dense" },
    maps: (name, count, height, width) => `${name}: ${count} maps of ${height} × ${width}`,
    numbers: (name, count) => `${name}: ${count} numbers`,
    look: "Look into one number",
    map: "Map",
    digit: "Digit",
    row: "Row",
    column: "Column",
    from: "Input map",
    patch: "Window",
    kernel: "Kernel",
    products: "Products",
    outside: "“·” is beyond the image and counts as 0.",
    nine: (sum) => `Sum of the nine products: ${sum}`,
    sums: (count, sum) => `The sums of all ${count} input maps together: ${sum}`,
    each: "Sum of each input map",
    normalized: "Batch normalization, γ × (sum − μ) ÷ √(σ² + ε) + β: ",
    rectified: "ReLU: ",
    values: "This map",
    mean: (count, mean) => `Mean of the ${count} numbers: ${mean}`,
    terms: (count) => `Of the ${count} products input × weight, the five largest in absolute value:`,
    term: "no.",
    others: (count, sum) => `Sum of the other ${count}: ${sum}`,
    bias: (bias, logit) => `Plus the bias ${bias}, the logit is ${logit}`,
    softmax: (power, sum, probability) => `Softmax: e to the logit is ${power}; divided by the sum of all ten, ${sum}, the probability is ${probability}`,
  },
};

const LINE = 1; // pixels between maps
const GRID = "#3a3f47", CHOSEN = "#ffb454";

export class Layers {
  constructor(language) {
    this.words = WORDS[language];
    this.open = false;
    this.element = make("div", { className: "draw-layers" }, this.blank());
  }

  blank() {
    return make("p", { textContent: this.words.blank });
  }

  clear() {
    this.network = undefined;
    this.element.replaceChildren(this.blank());
  }

  // Show what the layers have made of an image; `outputs` are those of network.js.
  show(network, outputs) {
    if (!this.open) return;
    this.outputs = outputs;
    if (this.network !== network) this.build(network);
    this.paint();
    this.explain();
  }

  build(network) {
    this.network = network;
    const at = network.layers.flatMap(({ kind }, i) => (kind in this.words.names ? [i] : []));
    this.parts = at.map((index) => this.part(index));
    this.stage = selection(this.words.stages, 2, () => this.paint());
    this.element.replaceChildren(
      make("p", {}, make("label", {}, `${this.words.stage} `, this.stage)),
      make("p", { className: "draw-hint", textContent: this.words.legend }),
      make("div", { className: "draw-parts" }, ...this.parts.map(({ element }) => element)),
    );
    this.place = undefined;
    this.panel = make("div", { className: "draw-window" });
  }

  // A layer: its name, its maps, and a button that does what a click does.
  part(index) {
    const { words } = this;
    const { height, width, channels } = this.outputs[index + 1];
    const name = words.names[this.network.layers[index].kind];
    const label = height * width > 1 ? words.maps(name, channels, height, width) : words.numbers(name, channels);
    const image = make("canvas");
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", label);
    image.addEventListener("click", (event) => this.clicked(part, event));
    const look = make("button", { type: "button", className: "md-button", textContent: words.look });
    look.setAttribute("aria-label", `${words.look}: ${label}`);
    look.addEventListener("click", () => this.choose(part, strongest(this.outputs[index + 1])));
    const element = make("section", { className: "draw-part" }, make("h3", { textContent: label }), image, look);
    const part = { index, image, element };
    return part;
  }

  // Which output of a convolution is shown: its own, or that of one of the two layers behind it.
  shown({ index }) {
    const behind = this.network.layers[index].kind === "Conv2D" ? Number(this.stage.value) : 0;
    return this.outputs[index + 1 + behind];
  }

  paint() {
    for (const part of this.parts) {
      const { image } = part, output = this.shown(part), grid = gridOf(output);
      image.width = grid.columns * grid.step + LINE;
      image.height = Math.ceil(output.channels / grid.columns) * grid.step + LINE;
      const pen = image.getContext("2d");
      pen.fillStyle = GRID;
      pen.fillRect(0, 0, image.width, image.height);
      pen.imageSmoothingEnabled = false;
      paintMaps(pen, output, grid);
      if (this.place?.part === part) outline(pen, grid, this.place.at, 1);
    }
  }

  clicked(part, event) {
    const { left, top, width } = part.image.getBoundingClientRect();
    const output = this.outputs[part.index + 1], { columns, step, pixel } = gridOf(output);
    const [x, y] = [event.clientX - left, event.clientY - top].map((way) => (way * part.image.width) / width - LINE);
    const map = Math.floor(y / step) * columns + Math.min(Math.floor(x / step), columns - 1);
    const inMap = (way, length) => Math.min(Math.max(Math.floor((way % step) / pixel), 0), length - 1);
    if (map >= 0 && map < output.channels) this.choose(part, [map, inMap(y, output.height), inMap(x, output.width)]);
  }

  // Open the panel below a layer, for a place [map, row, column] in it.
  choose(part, at) {
    this.place = { part, at, from: undefined };
    this.steps = make("div");
    this.panel.replaceChildren(this.fields(part), this.steps);
    part.element.append(this.panel);
    this.paint();
    this.explain();
  }

  fields({ index }) {
    const { words, place } = this, { channels, height, width } = this.outputs[index + 1];
    const dense = this.network.layers[index].kind === "Dense";
    const limits = [[dense ? words.digit : words.map, channels], [words.row, height], [words.column, width]];
    const used = limits.filter(([, count], i) => i === 0 || count > 1);
    return make("p", { className: "draw-fields" }, ...used.map(([label, count], i) =>
      number(label, count, place.at[i], (value) => {
        place.at[i] = value;
        if (i === 0) place.from = undefined;
        this.paint();
        this.explain();
      })));
  }

  explain() {
    if (!this.place) return;
    const { kind } = this.network.layers[this.place.part.index];
    const steps = { Conv2D: () => this.convolution(), GlobalAveragePooling2D: () => this.average(), Dense: () => this.dense() };
    this.steps.replaceChildren(...steps[kind]());
  }

  convolution() {
    const { words, place } = this, { index } = place.part, { layers } = this.network;
    const input = this.outputs[index], [map] = place.at;
    const found = windowOf(layers[index], input, this.outputs[index + 1].channels, place.at);
    const from = place.from ?? largest(found.parts.map(({ sum }) => sum))[0];
    const { patch, weights, sum } = found.parts[from];
    const several = input.channels > 1;
    const result = [];
    if (several) result.push(make("p", { className: "draw-fields" }, number(words.from, input.channels, from, (value) => {
      place.from = value;
      this.explain();
      this.steps.querySelector("input").focus();
    })));
    result.push(
      make("div", { className: "draw-grids" },
        grid(words.patch, patch, found.size), "×", grid(words.kernel, weights, found.size), "=",
        grid(words.products, patch.map((value, i) => (value ?? 0) * weights[i]), found.size)),
      text(words.nine(short(sum))),
    );
    if (patch.includes(null)) result.splice(-1, 0, make("p", { className: "draw-hint", textContent: words.outside }));
    if (several) result.push(text(words.sums(input.channels, short(found.sum))), folded(words.each, found.parts.map((part) => part.sum)));
    return [...result, ...this.behind(layers[index + 1], map, found.sum)];
  }

  // What becomes of the sum: batch normalization, then ReLU.
  behind({ weights, epsilon }, map, sum) {
    const [gamma, beta, mean, variance] = weights.map((values) => values[map]);
    const normal = (gamma * (sum - mean)) / Math.sqrt(variance + epsilon) + beta;
    const formula = `${short(gamma)} × (${short(sum)} − ${bracketed(mean)}) ÷ √(${short(variance)} + ${epsilon}) + ${bracketed(beta)} = ${short(normal)}`;
    return [
      text(this.words.normalized, make("span", { className: "draw-sum", textContent: formula })),
      text(this.words.rectified, make("span", { className: "draw-sum", textContent: `max(0, ${short(normal)}) = ${short(Math.max(0, normal))}` })),
    ];
  }

  average() {
    const { words, place } = this, { index } = place.part;
    const input = this.outputs[index], [map] = place.at;
    const values = Array.from({ length: input.height * input.width }, (_, i) => input.values[i * input.channels + map]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [grid(words.values, values, input.width), text(words.mean(values.length, short(mean)))];
  }

  dense() {
    const { words, place } = this, { index } = place.part;
    const input = this.outputs[index], logits = this.outputs[index + 1].values, [digit] = place.at;
    const [kernel, bias] = this.network.layers[index].weights;
    const weight = (i) => kernel[i * logits.length + digit];
    const products = Array.from(input.values, (value, i) => value * weight(i));
    const five = largest(products).slice(0, 5);
    const others = products.reduce((sum, product, i) => (five.includes(i) ? sum : sum + product), 0);
    const powers = Array.from(logits, Math.exp);
    return [
      text(words.terms(products.length)),
      make("ul", {}, ...five.map((i) => make("li", { className: "draw-sum", textContent:
        `${words.term} ${i}: ${short(input.values[i])} × ${bracketed(weight(i))} = ${short(products[i])}` }))),
      text(words.others(products.length - five.length, short(others))),
      text(words.bias(short(bias[digit]), short(logits[digit]))),
      text(words.softmax(short(powers[digit]), short(powers.reduce((sum, power) => sum + power, 0)), short(softmax(logits)[digit]))),
    ];
  }
}

// How the maps of an output are laid out, in pixels of the canvas.
function gridOf({ width }) {
  const side = width > 1 ? 56 : 28;
  return { columns: width > 1 ? 8 : 16, step: side + LINE, pixel: side / width };
}

function paintMaps(pen, { height, width, channels, values }, { columns, step, pixel }) {
  const most = values.reduce((highest, value) => Math.max(highest, Math.abs(value)), 1e-9);
  const signed = values.some((value) => value < 0);
  const small = make("canvas", { width, height }), data = new ImageData(width, height);
  for (let map = 0; map < channels; map++) {
    for (let i = 0; i < width * height; i++) data.data.set(shade(values[i * channels + map] / most, signed), 4 * i);
    small.getContext("2d").putImageData(data, 0, 0);
    const [x, y] = [map % columns, Math.floor(map / columns)].map((place) => place * step + LINE);
    pen.drawImage(small, x, y, width * pixel, height * pixel);
  }
}

function shade(value, signed) {
  const strength = Math.sqrt(Math.abs(value)); // so that faint ones are seen
  const colour = !signed ? [255, 255, 255] : value > 0 ? [255, 160, 60] : [80, 160, 255];
  return [...colour.map((part) => part * strength), 255];
}

function outline(pen, { columns, step, pixel }, [map, row, column]) {
  Object.assign(pen, { strokeStyle: CHOSEN, lineWidth: 2 });
  const x = (map % columns) * step + LINE + column * pixel, y = Math.floor(map / columns) * step + LINE + row * pixel;
  pen.strokeRect(x - 1, y - 1, pixel + 2, pixel + 2);
}

// The place [map, row, column] of the largest number.
function strongest(output) {
  const { width, height, channels, values } = output;
  const [i] = largest(values);
  const place = Math.floor(i / channels);
  return [i % channels, Math.floor(place / width), place % width];
}

// The places of the numbers, the largest in absolute value first.
function largest(numbers) {
  return Array.from(numbers, (_, i) => i).sort((one, other) => Math.abs(numbers[other]) - Math.abs(numbers[one]));
}

// With four decimals and a proper minus sign.
function short(value) {
  return value.toFixed(4).replace("-", "−");
}
function bracketed(value) {
  return value < 0 ? `(${short(value)})` : short(value);
}

function grid(caption, values, columns) {
  const rows = Array.from({ length: values.length / columns }, (_, row) =>
    make("tr", {}, ...values.slice(row * columns, (row + 1) * columns).map((value) =>
      make("td", { textContent: value === null ? "·" : short(value) }))));
  return make("table", { className: "draw-grid" }, make("caption", { textContent: caption }), make("tbody", {}, ...rows));
}

function folded(summary, values) {
  return make("details", {}, make("summary", { textContent: summary }), make("p", { className: "draw-sum", textContent: values.map(bracketed).join(" + ") }));
}

function text(...parts) {
  return make("p", {}, ...parts);
}

function number(label, count, value, changed) {
  const field = make("input", { type: "number", min: 0, max: count - 1, value });
  field.addEventListener("input", () => {
    const given = field.valueAsNumber;
    if (Number.isInteger(given) && given >= 0 && given < count) changed(given);
  });
  return make("label", {}, `${label} `, field);
}

function selection(names, chosen, changed) {
  const options = names.map((textContent, value) => make("option", { textContent, value, selected: value === chosen }));
  const field = make("select", {}, ...options);
  field.addEventListener("change", changed);
  return field;
}
