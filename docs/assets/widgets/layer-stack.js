// <layer-stack>: a stack of layers that the reader builds on an image of his: the shape that each hands on, its
// parameters, and the program. What Keras refuses is answered in the words of Keras 3.15.

import { answer, button, field, language, make, select } from "./parts.js";

const WORDS = {
  zh: {
    heads: ["层", "输出的形状", "参数"],
    image: "图像",
    total: "合计",
    add: "加一层：",
    up: (layer) => `第 ${layer} 层往前移`,
    remove: (layer) => `去掉第 ${layer} 层`,
    settings: (layer, kind) => `第 ${layer} 层 ${kind} 的设置`,
    none: "还没有层，加一层试试。",
    most: (total, share, layer, kind) => `一共 ${total} 个参数，其中 ${share}% 在第 ${layer} 层 ${kind}。`,
    empty: "这些层都没有参数。",
    places: (layer, height, width) =>
      `第 ${layer} 层 Dense 收到的是图像，不是一行数：Keras 不报错，而是在 ${height} × ${width} 个位置上用同一组权重，只改变最后一个轴。想让每张图像只得一个答案，就在前面放一个 Flatten。`,
    window: (layer, size, height, width) =>
      `第 ${layer} 层的窗口是 ${size} × ${size}，放不进 ${height} × ${width} 的图像。可以用小一点的窗口，用 padding="same"，或者少缩小几次。`,
    flat: (layer, kind) => `第 ${layer} 层 ${kind} 要的是图像，展平之后只剩一行数。把它放到 Flatten 前面。`,
    zero: (layer, name) => `第 ${layer} 层的 ${name} 至少要是 1。`,
    program: "这个模型的代码",
    copy: "复制代码",
    copied: "已复制。",
    selected: "代码已选中，按 Ctrl-C 复制。",
  },
  en: {
    heads: ["layer", "output shape", "parameters"],
    image: "image",
    total: "total",
    add: "Add a layer:",
    up: (layer) => `Move layer ${layer} up`,
    remove: (layer) => `Remove layer ${layer}`,
    settings: (layer, kind) => `Settings of layer ${layer}, ${kind}`,
    none: "There is no layer yet. Add one.",
    most: (total, share, layer, kind) => `${total} parameters, ${share}% of them in layer ${layer}, ${kind}.`,
    empty: "None of these layers has parameters.",
    places: (layer, height, width) =>
      `Layer ${layer}, Dense, gets an image and not a row of numbers. Keras does not mind: it uses the same weights at all ${height} × ${width} places, and only the last axis changes. For one answer per image, put Flatten before it.`,
    window: (layer, size, height, width) =>
      `The window of layer ${layer} is ${size} × ${size} and does not fit into ${height} × ${width}. Use a smaller window or padding="same", or shrink the image less often.`,
    flat: (layer, kind) => `Layer ${layer}, ${kind}, needs an image, and after Flatten there is only a row of numbers. Move it up, before Flatten.`,
    zero: (layer, name) => `${name} of layer ${layer} has to be at least 1.`,
    program: "Code of this model",
    copy: "Copy code",
    copied: "Copied.",
    selected: "The code is selected; press Ctrl-C to copy it.",
  },
};

// A layer as it is added. A setting that is `null` may be left empty, and is left out of the program.
const KINDS = {
  Conv2D: { filters: 8, kernel_size: 3, strides: 1, padding: "valid" },
  MaxPooling2D: { pool_size: 2, strides: null, padding: "valid" },
  Flatten: {},
  Dense: { units: 10 },
};
const NAMES = { Conv2D: "conv2d", MaxPooling2D: "max_pooling2d" };
const PADDINGS = { valid: "valid", same: "same" };
const LARGEST = 1024;
const START = [
  layer("Conv2D"),
  layer("MaxPooling2D"),
  layer("Conv2D", { filters: 16 }),
  layer("MaxPooling2D"),
  layer("Flatten"),
  layer("Dense"),
];

function layer(kind, settings = {}) {
  return { kind, ...KINDS[kind], ...settings };
}

// What Keras makes of a stack: `rows` have the shape (without the batch axis) and the parameters of each layer up to
// the one that fails; `failure` has the place of that one, Keras's message, and a `reason` for the reader.
export function built(image, layers) {
  const rows = [];
  let shape = image, failure = firstOf(layers, (one) => refused(one));
  for (const [place, one] of layers.entries()) {
    const wrong = refused(one) ?? misplaced(layers, place, shape);
    if (wrong) {
      failure ??= { place, ...wrong };
      break;
    }
    rows.push({ parameters: parameters(one, shape), shape: (shape = after(one, shape)) });
  }
  return { rows, failure, total: rows.reduce((sum, row) => sum + row.parameters, 0) };
}

// Layers are made before they are put together, so that what cannot be made is told first.
function firstOf(layers, wrong) {
  const place = layers.findIndex(wrong);
  return place < 0 ? undefined : { place, ...wrong(layers[place]) };
}

function refused({ kind, ...settings }) {
  const zero = ["kernel_size", "pool_size", "strides", "filters", "units"].find((name) => settings[name] === 0);
  if (!zero) return;
  const messages = {
    filters: "Invalid value for argument `filters`. Expected a strictly positive value. Received filters=0.",
    units: "Received an invalid value for `units`, expected a positive integer. Received: units=0",
  };
  const tuple = `The \`${zero}\` argument must be a tuple of 2 integers. Received ${zero}=0, including values {0} that do not satisfy \`value > 0\``;
  if (kind === "MaxPooling2D" && zero === "strides") return; // notices it later, in misplaced
  return { message: `ValueError: ${messages[zero] ?? tuple}`, reason: ["zero", zero] };
}

function misplaced(layers, place, shape) {
  const one = layers[place], { kind } = one, window = one.kernel_size ?? one.pool_size;
  if (!window) return;
  const calling = "Exception encountered when calling MaxPooling2D.call().\n\n", pool = kind === "MaxPooling2D";
  if (shape.length < 3) {
    const number = layers.slice(0, place).filter((other) => other.kind === kind).length;
    const name = NAMES[kind] + (number ? `_${number}` : "");
    const expected = `expected ${pool ? "ndim" : "min_ndim"}=4, found ndim=2. Full shape received: ${tuple([null, ...shape])}`;
    return { message: `ValueError: Input 0 with name 'None' of layer '${name}' is incompatible with the layer: ${expected}`, reason: ["flat", kind] };
  }
  if (pool && one.strides === 0) return { message: `ZeroDivisionError: ${calling}division by zero`, reason: ["zero", "strides"] };
  const [height, width, channels] = shape;
  if (one.padding === "same" || window <= Math.min(height, width)) return;
  const strides = one.strides ?? window, end = `\`strides=(${strides}, ${strides})\`, \`padding=valid\`.`;
  const message = pool
    ? `${calling}Computed output size would be zero or negative. Received: \`inputs.shape=[None ${shape.join(" ")}]\`, \`pool_size=[${window} ${window}]\`, ${end}`
    : `Computed output size would be zero or negative. Received \`inputs shape=${tuple([null, ...shape])}\`, \`kernel shape=${tuple([window, window, channels, one.filters])}\`, \`dilation_rate=[1 1]\`, ${end}`;
  return { message: `ValueError: ${message}`, reason: ["window", window, height, width] };
}

function after({ kind, padding, strides, filters, units, ...one }, shape) {
  if (kind === "Flatten") return [shape.reduce((product, length) => product * length)];
  if (kind === "Dense") return [...shape.slice(0, -1), units];
  const size = one.kernel_size ?? one.pool_size, step = strides ?? size;
  const side = (length) => (padding === "same" ? Math.ceil(length / step) : Math.floor((length - size) / step) + 1);
  return [side(shape[0]), side(shape[1]), filters ?? shape[2]];
}

function parameters({ kind, kernel_size, filters, units }, shape) {
  if (kind === "Conv2D") return (kernel_size ** 2 * shape[2] + 1) * filters;
  return kind === "Dense" ? (shape.at(-1) + 1) * units : 0;
}

// As Python writes it.
function tuple(numbers) {
  return `(${numbers.map((number) => number ?? "None").join(", ")}${numbers.length === 1 ? "," : ""})`;
}

// The program of a stack. Activations are those of a usual classifier: they change no shape and have no parameters.
export function program(image, layers) {
  const lines = layers.map((one, place) => `        layers.${call(one, place === layers.length - 1)},\n`);
  return `import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input(${tuple(image)}),
${lines.join("")}    ]
)
model.summary()
`;
}

function call({ kind, ...settings }, last) {
  const { strides, padding } = settings, [first] = Object.keys(KINDS[kind]);
  const given = first ? [settings[first]] : [];
  if (kind === "Conv2D") given.push(settings.kernel_size);
  if (strides !== undefined && strides !== KINDS[kind].strides) given.push(`strides=${strides}`);
  if (padding === "same") given.push('padding="same"');
  if (kind === "Conv2D" || kind === "Dense") given.push(`activation="${kind === "Dense" && last ? "softmax" : "relu"}"`);
  return `${kind}(${given.join(", ")})`;
}

class LayerStack extends HTMLElement {
  connectedCallback() {
    this.words = WORDS[language];
    this.image = [28, 28, 1];
    this.layers = START.map((one) => ({ ...one }));
    this.body = make("tbody");
    this.total = [make("td"), make("td")];
    this.answer = answer();
    this.code = make("div", { className: "layer-code", tabIndex: 0 });
    this.code.setAttribute("role", "region");
    this.code.setAttribute("aria-label", this.words.program);
    this.replaceChildren(this.table(), this.adding(), this.answer, this.copying());
    this.build();
  }

  table() {
    const { heads, total } = this.words;
    const head = heads.map((textContent) => make("th", { textContent, scope: "col" }));
    const foot = make("tr", {}, make("th", { textContent: total, scope: "row" }), ...this.total);
    return make("table", { className: "layer-table" }, make("thead", {}, make("tr", {}, ...head)), this.body, make("tfoot", {}, foot));
  }

  adding() {
    this.adders = Object.keys(KINDS).map((kind) => button(kind, () => {
      this.layers.push(layer(kind));
      this.build();
    }));
    return make("p", { className: "layer-adding" }, this.words.add, ...this.adders);
  }

  copying() {
    const { words } = this;
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(this.code.textContent);
        this.answer.textContent = words.copied;
      } catch { // a page that was opened from a disk may not
        getSelection().selectAllChildren(this.code);
        this.answer.textContent = words.selected;
      }
    };
    return make("div", { className: "layer-program" }, this.code, button(words.copy, copy));
  }

  // Make the rows of the table; `show` fills in what is computed.
  build() {
    const { words, image } = this;
    const sides = ["height", "width", "channels"].map((name, axis) =>
      field(code(name), { min: 1, max: LARGEST, value: image[axis] }, (value) => {
        image[axis] = value;
        this.show();
      }));
    const rows = this.layers.map((one, place) => this.row(one, place));
    this.rows = rows.map(([, row]) => row);
    this.body.replaceChildren(
      this.imageRow = make("tr", {}, head([words.image], sides), make("td"), make("td")),
      ...rows.map(([element]) => element),
    );
    this.show();
  }

  row(one, place) {
    const { words } = this, name = place + 1;
    const fields = Object.keys(KINDS[one.kind]).map((setting) => {
      const changed = (value) => {
        one[setting] = value;
        this.show();
      };
      if (setting === "padding") return select(code(setting), PADDINGS, one.padding, changed);
      const optional = KINDS[one.kind][setting] === null;
      const placeholder = optional ? "None" : "";
      return field(code(setting), { min: 0, max: LARGEST, required: !optional, placeholder, value: one[setting] ?? "" }, changed);
    });
    const up = button("↑", () => this.move(place), words.up(name));
    up.disabled = !place;
    const actions = [up, button("✕", () => this.remove(place), words.remove(name))];
    const shape = make("td"), parameters = make("td", { className: "layer-parameters" });
    parameters.dataset.unit = words.heads[2];
    const title = head([`${name} `, code(one.kind), ...actions], fields, words.settings(name, one.kind));
    const element = make("tr", {}, title, shape, parameters);
    return [element, { element, shape, parameters, up }];
  }

  move(place) {
    const { layers } = this;
    layers.splice(place - 1, 2, layers[place], layers[place - 1]);
    this.build();
    this.rows[Math.max(place - 1, 1)].up.focus();
  }

  remove(place) {
    this.layers.splice(place, 1);
    this.build();
    const next = this.rows[Math.min(place, this.layers.length - 1)];
    (next ? next.up.nextElementSibling : this.adders[0]).focus();
  }

  show() {
    const { image, layers, words } = this, found = built(image, layers), { failure } = found;
    this.imageRow.children[1].replaceChildren(code(tuple(image)));
    this.body.querySelector(".layer-error")?.remove();
    for (const [place, row] of this.rows.entries()) {
      const made = found.rows[place];
      row.shape.replaceChildren(made ? code(tuple(made.shape)) : "–");
      row.parameters.textContent = made ? made.parameters : "–";
    }
    if (failure) this.rows[failure.place].element.after(refusal(failure.message));
    this.total[0].replaceChildren(failure || !layers.length ? "–" : code(tuple(found.rows.at(-1).shape)));
    this.total[1].textContent = failure ? "–" : found.total;
    this.code.textContent = program(image, layers);
    this.answer.textContent = failure ? this.explained(failure) : words[layers.length ? "empty" : "none"];
    if (found.total && !failure) this.answer.textContent = this.said(found);
  }

  explained({ place, reason: [kind, ...details] }) {
    return this.words[kind](place + 1, ...details);
  }

  said({ rows, total }) {
    const { words, layers } = this;
    const most = rows.reduce((best, { parameters }, place) => (parameters > rows[best].parameters ? place : best), 0);
    const share = Number(((100 * rows[most].parameters) / total).toFixed(1));
    const dense = layers.findIndex(({ kind }, place) => kind === "Dense" && rows[place].shape.length === 3);
    const said = [words.most(total, share, most + 1, layers[most].kind)];
    if (dense >= 0) said.push(words.places(dense + 1, ...rows[dense].shape));
    return said.join(language === "en" ? " " : "");
  }
}

function code(textContent) {
  return make("code", { textContent });
}

function head(title, fields, name = title[0]) {
  const group = make("span", { className: "layer-fields" }, ...fields);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", name);
  return make("th", { scope: "row" }, make("span", { className: "layer-name" }, ...title), ...(fields.length ? [group] : []));
}

function refusal(textContent) {
  return make("tr", { className: "layer-error" }, make("td", { colSpan: 3, textContent }));
}

customElements.define("layer-stack", LayerStack);
