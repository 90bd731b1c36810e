// <model-graph data-programs="…">: a small program that builds a model, as text that can be changed, and the graph that
// it makes, with shapes and parameters; a chain in the other of the two styles, too.

import { answer, choice, language, make, shape } from "./parts.js";
import { GraphError, program } from "./model-program.js";

const WORDS = {
  zh: {
    preset: "程序",
    code: "程序，可以改",
    grammar: "能写的有：变量 = keras.Input(形状)，变量 = layers.层(…)，变量 = layers.层(…)(张量)，keras.Sequential([…]) 和 keras.Model(输入, 输出)。",
    parameters: (n) => (n ? `${n} 个参数` : "没有参数"),
    again: "同一层，同样的权重",
    total: (n) => `一共 ${n} 个参数。`,
    from: (name, kind, from, shape, n) => `${name}（${kind}）${from ? `接在 ${from} 后面，` : ""}形状 ${shape}，${n}`,
    between: "；",
    and: "、",
    sequential: "这是一条链，也可以写成 Sequential：",
    functional: "同样的模型，用函数式 API 写：",
    why: {
      inputs: "Sequential 写不出来：它有不止一个输入。",
      outputs: "Sequential 写不出来：它有不止一个输出。",
      shared: (name) => `Sequential 写不出来：${name} 用了不止一次。`,
      merge: (name) => `Sequential 写不出来：${name} 要接收几个张量。`,
    },
    line: (line, text) => `第 ${line} 行：${text}`,
    errors: {
      form: () => "这一行看不懂，能写的只有上面几种。",
      unknown: (name) => `前面没有叫 ${name} 的变量。`,
      missing: (name, known) => `这里没有 ${name}，只有 ${known}。`,
      argument: (kind, name) => `${kind} 在这里没有参数 ${name}。`,
      needs: (kind, name) => `${kind} 缺少参数 ${name}。`,
      value: (kind, name, value) => `${kind} 的 ${name} 不能是 ${value}。`,
      tensor: (kind) => `${kind} 要对张量调用，也就是 keras.Input 或者另一层的结果。`,
      several: (kind) => `${kind} 要对一个列表调用，里面至少有两个张量。`,
      callable: () => "只有层可以这样调用。",
      axes: (kind, axes, shape) => `${kind} 的输入除了批次要有 ${axes} 个轴，这里的形状是 ${shape}。`,
      channels: (kind, was, is) => `${kind} 的权重是为 ${was} 个数建立的，这里却有 ${is} 个。`,
      small: (kind, shape) => `${kind} 的窗口比输入大，输入的形状是 ${shape}。`,
      differ: (kind, shapes) => `${kind} 的几个输入形状对不上：${shapes}。`,
      first: () => "Sequential 的列表里，第一项要是 keras.Input，这样才知道形状。",
      layer: () => "Sequential 的列表里，从第二项起都要是层。",
      unconnected: (name) => `输出还要用到 ${name}，它却不在输入里。`,
      input: () => "keras.Model 的输入要是 keras.Input 的结果。",
      output: () => "keras.Model 的输出要是张量。",
      twice: (name) => `有两层都叫 ${name}。`,
      model: () => "还没有模型：最后要有 keras.Model 或 keras.Sequential。",
    },
  },
  en: {
    preset: "program",
    code: "program, which you can change",
    grammar: "It may hold: name = keras.Input(shape), name = layers.Layer(…), name = layers.Layer(…)(tensor), keras.Sequential([…]) and keras.Model(inputs, outputs).",
    parameters: (n) => (n ? `${n} parameters` : "no parameters"),
    again: "same layer, same weights",
    total: (n) => `${n} parameters in all.`,
    from: (name, kind, from, shape, n) => `${name} (${kind})${from ? ` after ${from}` : ""}, shape ${shape}, ${n}`,
    between: "; ",
    and: " and ",
    sequential: "This is a chain, so it can be written with Sequential, too:",
    functional: "The same model with the functional API:",
    why: {
      inputs: "Sequential cannot express this: there is more than one input.",
      outputs: "Sequential cannot express this: there is more than one output.",
      shared: (name) => `Sequential cannot express this: ${name} is used more than once.`,
      merge: (name) => `Sequential cannot express this: ${name} takes several tensors.`,
    },
    line: (line, text) => `Line ${line}: ${text}`,
    errors: {
      form: () => "this is none of the forms above.",
      unknown: (name) => `there is no variable ${name} so far.`,
      missing: (name, known) => `there is no ${name} here, only ${known}.`,
      argument: (kind, name) => `${kind} has no argument ${name} here.`,
      needs: (kind, name) => `${kind} lacks the argument ${name}.`,
      value: (kind, name, value) => `${name} of ${kind} cannot be ${value}.`,
      tensor: (kind) => `${kind} has to be called on a tensor: what keras.Input or another layer gives.`,
      several: (kind) => `${kind} has to be called on a list of at least two tensors.`,
      callable: () => "only a layer can be called like this.",
      axes: (kind, axes, shape) => `${kind} takes ${axes} axes beside the batch; the shape here is ${shape}.`,
      channels: (kind, was, is) => `the weights of ${kind} were made for ${was} numbers, and here are ${is}.`,
      small: (kind, shape) => `the window of ${kind} is larger than its input, whose shape is ${shape}.`,
      differ: (kind, shapes) => `the shapes that ${kind} gets do not match: ${shapes}.`,
      first: () => "the list of a Sequential has to begin with keras.Input here, so that the shapes are known.",
      layer: () => "in the list of a Sequential, whatever follows keras.Input has to be a layer.",
      unconnected: (name) => `the output needs ${name} as well, which is not among the inputs.`,
      input: () => "the inputs of keras.Model have to be what keras.Input gives.",
      output: () => "the outputs of keras.Model have to be tensors.",
      twice: (name) => `two layers are called ${name}.`,
      model: () => "there is no model yet: it ends with keras.Model or keras.Sequential.",
    },
  },
};
const BOX = 52, GAP = 28, BESIDE = 14, NARROW = 22; // heights of a box and between them, widths between and of a way past

export { program };

class ModelGraph extends HTMLElement {
  connectedCallback() {
    this.words = WORDS[language];
    this.programs = JSON.parse(this.dataset.programs);
    this.preset = choice(this.words.preset, this.programs.map(({ words, text }) => [text, words]), () => this.begin());
    this.text = make("textarea", { spellcheck: false, autocapitalize: "off", autocomplete: "off" });
    this.text.setAttribute("aria-label", this.words.code);
    this.text.addEventListener("input", () => this.show());
    this.answer = answer();
    this.picture = make("div", { className: "graph-picture" });
    this.other = make("div");
    this.replaceChildren(
      this.preset.element, this.text, make("p", { className: "graph-grammar", textContent: this.words.grammar }),
      this.answer, this.picture, this.other,
    );
    this.begin();
  }

  begin() {
    this.text.value = this.preset.value;
    this.show();
  }

  show() {
    const { words } = this;
    this.text.rows = this.text.value.split("\n").length;
    this.text.removeAttribute("aria-invalid");
    try {
      const model = program(this.text.value);
      this.answer.textContent = [...this.told(model), words.total(model.parameters)].join(language === "en" ? " " : "");
      this.picture.replaceChildren(this.draw(model.calls));
      this.write(model);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const text = words.errors[error.name](...error.words);
      this.answer.textContent = error.line ? words.line(error.line, text) : text[0].toUpperCase() + text.slice(1);
      this.text.setAttribute("aria-invalid", "true");
      this.picture.replaceChildren();
      this.other.replaceChildren();
    }
  }

  told({ why }) {
    if (!why) return [];
    const text = this.words.why[why.name];
    return [typeof text === "function" ? text(why.layer) : text];
  }

  // The same model in the other style, if there is one.
  write({ other, style }) {
    if (!other) return this.other.replaceChildren();
    const words = style === "sequential" ? this.words.functional : this.words.sequential;
    this.other.replaceChildren(
      make("p", { textContent: words }), make("pre", { tabIndex: 0 }, make("code", { textContent: other })),
    );
  }

  draw(calls) {
    const { words } = this;
    const lines = calls.map((call) => [call.label, written(call.shape), call.again ? words.again : words.parameters(call.parameters)]);
    const width = Math.max(...lines.flat().map(wide)) + 16;
    const { places, ways, across, down } = layout(calls, width);
    const label = calls.map((call) => words.from(
      call.name, call.kind, call.from.map((one) => calls[one].name).join(words.and), written(call.shape), words.parameters(call.parameters),
    )).join(words.between);
    const boxes = calls.map((call, i) => {
      const { x, y } = places[i];
      const text = (row) => shape("text", { x, y: y + 17 + 15 * row, class: row ? "graph-fact" : "graph-name" }, lines[i][row]);
      const attributes = { x: x - width / 2, y, width, height: BOX, rx: 6, class: call.from.length ? "graph-layer" : "graph-input" };
      return shape("g", {}, shape("rect", attributes), ...[0, 1, 2].map(text));
    });
    const size = { viewBox: `0 0 ${across} ${down}`, width: across, height: down };
    return shape("svg", { ...size, role: "img", "aria-label": label }, ...ways.map(arrow), ...boxes);
  }
}

// Where boxes and the ways between them are: each below all that it gets from, the longest way down from the inputs.
export function layout(calls, width) {
  const ranks = [];
  for (const { from } of calls) ranks.push(from.length ? Math.max(...from.map((one) => ranks[one])) + 1 : 0);
  const rows = Array.from({ length: Math.max(...ranks) + 1 }, () => []);
  const boxes = calls.map((_, i) => ({ width, row: ranks[i], above: [] }));
  const routes = [];
  calls.forEach(({ from }, to) => from.forEach((one) => {
    const route = [boxes[one]];
    for (let row = ranks[one] + 1; row < ranks[to]; row++) {
      route.push({ width: NARROW, row, above: [route.at(-1)] });
      rows[row].push(route.at(-1));
    }
    boxes[to].above.push(route.at(-1));
    routes.push([...route, boxes[to]]);
  }));
  boxes.forEach((box) => rows[box.row].unshift(box));
  for (const row of rows) order(row);
  const across = Math.max(...rows.map((row) => row.at(-1).x + row.at(-1).width / 2)) - Math.min(...rows.map((row) => row[0].x - row[0].width / 2)) + 4;
  const left = Math.min(...rows.map((row) => row[0].x - row[0].width / 2)) - 2;
  const places = boxes.map(({ x, row }) => ({ x: x - left, y: row * (BOX + GAP) + 2 }));
  const ways = routes.map((route) => route.map(({ x, row }) => ({ x: x - left, y: row * (BOX + GAP) + 2 })));
  return { places, ways, across, down: rows.length * (BOX + GAP) - GAP + 4 };
}

// In a row, from left to right by what is above; the row in the middle of 0.
function order(row) {
  const middle = ({ above }, i) => (above.length ? above.reduce((sum, { x }) => sum + x, 0) / above.length : i);
  const sorted = row.map((one, i) => [middle(one, i), i, one]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , one]) => one);
  row.splice(0, row.length, ...sorted);
  let x = -(row.reduce((sum, one) => sum + one.width, 0) + BESIDE * (row.length - 1)) / 2;
  for (const one of row) {
    one.x = x + one.width / 2;
    x += one.width + BESIDE;
  }
}

// A line from a box down to another one, past those between, with a head.
function arrow(way) {
  const [first, ...rest] = way, last = rest.at(-1);
  let d = `M${first.x} ${first.y + BOX}`;
  rest.forEach(({ x, y }, i) => {
    const from = i ? rest[i - 1] : first, half = y - GAP / 2;
    d += ` C${from.x} ${half} ${x} ${half} ${x} ${y}`;
    if (i < rest.length - 1) d += `V${y + BOX}`;
  });
  const head = `M${last.x - 4} ${last.y - 7}L${last.x} ${last.y}L${last.x + 4} ${last.y - 7}`;
  return shape("path", { class: "graph-way", d: d + head });
}

const written = (sizes) => `(${["None", ...sizes].join(", ")}${sizes.length ? "" : ","})`;
const wide = (text) => [...text].reduce((sum, char) => sum + (char > "\u2e7f" ? 12.5 : 7.3), 0);

customElements.define("model-graph", ModelGraph);
