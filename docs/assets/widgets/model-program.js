// A small program that builds a Keras model, read and run without Python: names are given to what keras.Input, layers,
// keras.Sequential and keras.Model make. What it may say is in WORDS of model-graph.js.

export class GraphError extends Error {
  constructor(name, ...words) {
    super(name);
    Object.assign(this, { name, words });
  }
}

const PLAIN = { activation: null, name: null };
// Of each layer: its arguments with their defaults, in Keras's order (`undefined` has none), the number of axes that it
// takes beside the batch, and the shape and the parameters that it makes of a shape.
const LAYERS = {
  Dense: {
    arguments: { units: undefined, activation: null, use_bias: true, name: null },
    made: (given, sizes) => [[...sizes.slice(0, -1), given.units], (sizes.at(-1) + given.use_bias) * given.units],
    weights: true,
  },
  Conv2D: {
    arguments: { filters: undefined, kernel_size: undefined, strides: 1, padding: "valid", ...PLAIN, use_bias: true },
    axes: 3,
    made: ({ filters, kernel_size, strides, padding, use_bias }, [rows, columns, channels]) => {
      const [high, wide] = pair(kernel_size);
      const sides = windows([rows, columns], [high, wide], pair(strides), padding);
      return [[...sides, filters], (high * wide * channels + use_bias) * filters];
    },
    weights: true,
  },
  MaxPooling2D: pooling(),
  AveragePooling2D: pooling(),
  GlobalAveragePooling2D: { arguments: { name: null }, axes: 3, made: (_, sizes) => [[sizes[2]], 0] },
  GlobalMaxPooling2D: { arguments: { name: null }, axes: 3, made: (_, sizes) => [[sizes[2]], 0] },
  Flatten: { arguments: { name: null }, made: (_, sizes) => [[sizes.reduce((one, other) => one * other, 1)], 0] },
  Dropout: same({ rate: undefined }),
  Activation: same({ activation: undefined }),
  ReLU: same({}),
  BatchNormalization: { arguments: { name: null }, made: (_, sizes) => [sizes, 4 * sizes.at(-1)], weights: true },
  Add: merging(),
  Subtract: merging(),
  Multiply: merging(),
  Average: merging(),
  Maximum: merging(),
  Concatenate: { arguments: { axis: -1, name: null }, several: true, made: joined },
};
const FUNCTIONS = Object.fromEntries(
  ["Add", "Subtract", "Multiply", "Average", "Maximum", "Concatenate"].map((kind) => [kind.toLowerCase(), kind]));
export const ACTIVATIONS = [
  "elu", "exponential", "gelu", "hard_sigmoid", "hard_swish", "leaky_relu", "linear", "log_softmax", "mish", "relu", "relu6",
  "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "swish", "tanh",
];
const COUNTS = ["units", "filters", "kernel_size", "strides", "pool_size"];

function same(own) {
  return { arguments: { ...own, name: null }, made: (_, sizes) => [sizes, 0] };
}

function pooling() {
  return {
    arguments: { pool_size: 2, strides: null, padding: "valid", name: null },
    axes: 3,
    made: ({ pool_size, strides, padding }, [rows, columns, channels]) =>
      [[...windows([rows, columns], pair(pool_size), pair(strides ?? pool_size), padding), channels], 0],
  };
}

function merging() {
  return {
    arguments: { name: null },
    several: true,
    made: (_, all) => {
      if (all.some((sizes) => `${sizes}` !== `${all[0]}`)) throw new GraphError("differ");
      return [all[0], 0];
    },
  };
}

function joined({ axis }, all) {
  const place = axis < 0 ? all[0].length + axis : axis - 1;
  if (!(place in all[0])) throw new GraphError("value", "Concatenate", "axis", axis);
  const rest = (sizes) => `${sizes.with(place, "…")}`;
  if (all.some((sizes) => sizes.length !== all[0].length || rest(sizes) !== rest(all[0]))) throw new GraphError("differ");
  return [all[0].with(place, all.reduce((sum, sizes) => sum + sizes[place], 0)), 0];
}

// How many windows fit, along each side.
function windows(sides, window, steps, padding) {
  return sides.map((side, i) => {
    if (padding === "same") return Math.ceil(side / steps[i]);
    if (side < window[i]) throw new GraphError("small");
    return Math.floor((side - window[i]) / steps[i]) + 1;
  });
}

const pair = (size) => (Array.isArray(size) ? size : [size, size]);

// What the last model of a program is: its calls of layers, each with its name, the shape that it makes, and the
// numbers of the calls that it gets from; its parameters; why it is no chain, or else the program in the other style.
export function program(text) {
  const made = new Program(text);
  return made.model ? described(made.model) : fail("model");
}

function fail(...words) {
  throw new GraphError(...words);
}

const TOKEN = /\s*(?:(#.*)|([A-Za-z_]\w*)|(\d+(?:\.\d+)?)|("[^"\n]*"|'[^'\n]*')|([=.,()[\]-])|(\S))/y;
const WORDS = { None: null, True: true, False: false };

// One after another, its lines are read and done; a line ends where all brackets are closed.
class Program {
  constructor(text) {
    this.variables = {};
    this.counts = {};
    let first = 0, open = "";
    for (const [number, part] of text.split("\n").entries()) {
      if (!open) first = number + 1;
      open += `${part}\n`;
      if (!/\S/.test(open.replace(/#.*/g, "")) || /^\s*(import|from)\s/.test(open)) open = "";
      else if (balance(open) <= 0) {
        this.do(open, first);
        open = "";
      }
    }
    if (open) this.do(open, first);
  }

  do(text, line) {
    try {
      this.tokens = tokens(text);
      this.source = text;
      this.at = 0;
      const [name, equals] = this.tokens;
      if (name?.kind !== "name" || equals?.text !== "=") fail("form");
      this.at = 2;
      this.variables[name.text] = this.expression();
      if (this.at < this.tokens.length) fail("form");
      if (this.variables[name.text]?.calls) this.model = this.variables[name.text];
    } catch (error) {
      if (error instanceof GraphError) error.line = line;
      throw error;
    }
  }

  get next() {
    return this.tokens[this.at]?.text;
  }

  take(text) {
    if (this.next !== text) fail("form");
    this.at += 1;
  }

  expression() {
    const begin = this.at;
    let value = this.atom();
    while (this.next === "." || this.next === "(") {
      if (this.next === ".") {
        this.at += 1;
        value = this.member(value, this.tokens[this.at++]?.text);
      } else {
        value = this.call(value, this.arguments(), begin);
      }
    }
    return value;
  }

  atom() {
    const token = this.tokens[this.at++];
    if (!token) fail("form");
    if (token.kind === "number") return Number(token.text);
    if (token.kind === "string") return token.text.slice(1, -1);
    if (token.text === "-") return -this.atom();
    if (token.text === "[") return this.list("]");
    if (token.text === "(") return this.list(")");
    if (token.kind !== "name") fail("form");
    if (token.text in WORDS) return WORDS[token.text];
    if (token.text === "keras" || token.text === "layers") return { space: token.text };
    return Object.hasOwn(this.variables, token.text) ? this.variables[token.text] : fail("unknown", token.text);
  }

  // A tuple or a list; brackets around one thing are none.
  list(end) {
    const items = [];
    let comma = false;
    while (this.next !== end) {
      items.push(this.expression());
      comma = this.next === ",";
      if (comma) this.at += 1;
      else if (this.next !== end) fail("form");
    }
    this.take(end);
    return end === ")" && items.length === 1 && !comma ? items[0] : items;
  }

  arguments() {
    this.take("(");
    const given = { places: [], names: {} };
    while (this.next !== ")") {
      if (this.tokens[this.at + 1]?.text === "=") {
        const name = this.next;
        this.at += 2;
        given.names[name] = this.expression();
      } else given.places.push(this.expression());
      if (this.next === ",") this.at += 1;
      else if (this.next !== ")") fail("form");
    }
    this.take(")");
    return given;
  }

  member({ space } = {}, name) {
    if (space === "keras") {
      if (name === "layers") return { space: "layers" };
      if (["Input", "Model", "Sequential"].includes(name)) return { maker: name };
      fail("missing", `keras.${name}`, "keras.Input, keras.Model, keras.Sequential, keras.layers");
    }
    if (space !== "layers") fail("form");
    if (Object.hasOwn(LAYERS, name)) return { kind: name };
    if (Object.hasOwn(FUNCTIONS, name)) return { kind: FUNCTIONS[name], at_once: true };
    return fail("missing", `layers.${name}`, Object.keys(LAYERS).join(", "));
  }

  call(value, given, begin) {
    if (value?.maker) return this[value.maker](given);
    if (value?.at_once) {
      const layer = this.layer(value.kind, { places: [], names: given.names }, `layers.${value.kind}()`);
      return called(layer, given.places[0]);
    }
    if (value?.kind && !value.given) return this.layer(value.kind, given, this.text(begin));
    if (value?.given) return called(value, given.places[0]);
    return fail("callable");
  }

  // The text from a token to the last one that was read, as one line.
  text(begin) {
    const from = this.tokens[begin].start, to = this.tokens[this.at - 1].end;
    return this.source.slice(from, to).replace(/\s*\n\s*/g, " ").replace(/([([]) /g, "$1").replace(/,? ([)\]])/g, "$1");
  }

  name(kind) {
    const name = kind.replace(/\W+/g, "").replace(/(.)([A-Z][a-z0-9]+)/g, "$1_$2").replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
    const count = this.counts[name] ?? 0;
    this.counts[name] = count + 1;
    return count ? `${name}_${count}` : name;
  }

  layer(kind, given, text) {
    const bound = bind(kind, LAYERS[kind].arguments, given);
    for (const name of COUNTS) {
      const value = bound[name];
      if (name in bound && value !== null && !pair(value).every((one) => Number.isInteger(one) && one > 0)) {
        fail("value", kind, name, value);
      }
    }
    if (![undefined, null, ...ACTIVATIONS].includes(bound.activation)) fail("value", kind, "activation", bound.activation);
    if ("padding" in bound && !["valid", "same"].includes(bound.padding)) fail("value", kind, "padding", bound.padding);
    const source = text.startsWith("keras.") ? text.slice(6) : text;
    return { kind, given: bound, name: bound.name ?? this.name(kind), text: source, uses: 0 };
  }

  Input(given) {
    const { shape, name } = bind("keras.Input", { shape: undefined, name: null }, given);
    const sizes = Array.isArray(shape) && shape.every((one) => Number.isInteger(one) && one > 0) ? shape : fail("value", "keras.Input", "shape", shape);
    const layer = { kind: "InputLayer", given: {}, name: name ?? this.name("InputLayer"), parameters: 0, uses: 1 };
    layer.text = `keras.Input((${sizes.join(", ")}${sizes.length === 1 ? "," : ""})${name ? `, name="${name}"` : ""})`;
    return { layer, sizes, from: [], use: 0 };
  }

  Sequential(given) {
    const { layers } = bind("keras.Sequential", { layers: undefined, name: null }, given);
    const [first, ...rest] = Array.isArray(layers) ? layers : fail("first");
    if (first?.layer?.kind !== "InputLayer") fail("first");
    const last = rest.reduce((tensor, layer) => (layer?.given && !layer.layer ? called(layer, tensor) : fail("layer")), first);
    return this.graph([first], [last], "sequential");
  }

  Model(given) {
    const { inputs, outputs } = bind("keras.Model", { inputs: undefined, outputs: undefined, name: null }, given);
    const [into, out] = [inputs, outputs].map((some) => (Array.isArray(some) ? some : [some]));
    if (!into.every((one) => one?.layer?.kind === "InputLayer")) fail("input");
    if (!out.every((one) => one?.layer) || !out.length) fail("output");
    return this.graph(into, out, "functional");
  }

  graph(inputs, outputs, style) {
    const calls = [];
    const visit = (tensor) => {
      if (calls.includes(tensor)) return;
      if (!tensor.from.length && !inputs.includes(tensor)) fail("unconnected", tensor.layer.name);
      tensor.from.forEach(visit);
      calls.push(tensor);
    };
    inputs.forEach(visit);
    outputs.forEach(visit);
    const layers = [...new Set(calls.map(({ layer }) => layer))];
    const twice = layers.find((one) => layers.some((other) => other !== one && other.name === one.name));
    if (twice) fail("twice", twice.name);
    return { inputs, outputs, style, calls, layers };
  }
}

// Arguments by name, as Python gives them to a function.
function bind(kind, known, { places, names }) {
  const order = Object.keys(known);
  if (places.length > order.length) fail("argument", kind, places[order.length]);
  const unknown = Object.keys(names).find((name) => !Object.hasOwn(known, name));
  if (unknown) fail("argument", kind, unknown);
  const given = { ...known, ...Object.fromEntries(places.map((value, i) => [order[i], value])), ...names };
  const lacking = order.find((name) => given[name] === undefined);
  if (lacking) fail("needs", kind, lacking);
  return given;
}

// What a layer makes of a tensor, or of several.
function called(layer, on) {
  const rules = LAYERS[layer.kind], from = Array.isArray(on) ? on : [on];
  if (rules.several && (!Array.isArray(on) || on.length < 2)) fail("several", layer.kind);
  if ((!rules.several && Array.isArray(on)) || !from.every((one) => one?.layer)) fail("tensor", layer.kind);
  const sizes = from.map((one) => one.sizes), [first] = sizes;
  if (rules.axes && first.length !== rules.axes) fail("axes", layer.kind, rules.axes, shown(first));
  if (rules.weights && layer.built !== undefined && layer.built !== first.at(-1)) {
    fail("channels", layer.name, layer.built, first.at(-1));
  }
  const [made, parameters] = facts(layer, rules, rules.several ? sizes : first);
  Object.assign(layer, { parameters, built: first.at(-1) });
  return { layer, sizes: made, from, use: layer.uses++ };
}

function facts(layer, rules, sizes) {
  try {
    return rules.made(layer.given, sizes);
  } catch (error) {
    if (error.name === "small") fail("small", layer.kind, shown(sizes));
    if (error.name === "differ") fail("differ", layer.kind, sizes.map(shown).join(", "));
    throw error;
  }
}

function described({ inputs, outputs, style, calls, layers }) {
  const why = reason(inputs, outputs, calls);
  return {
    calls: calls.map(({ layer, sizes, from, use }) => ({
      name: layer.name,
      kind: layer.kind,
      label: label(layer),
      shape: sizes,
      parameters: layer.parameters,
      again: calls.findIndex((other) => other.layer === layer) !== calls.findIndex((other) => other.layer === layer && other.use === use),
      from: from.map((one) => calls.indexOf(one)),
    })),
    parameters: layers.reduce((sum, { parameters }) => sum + parameters, 0),
    style,
    why,
    other: why ? null : style === "sequential" ? asFunctional(layers) : asSequential(layers),
  };
}

// Why Sequential cannot say it, if so: a chain has one way from its only input to its only output.
function reason(inputs, outputs, calls) {
  if (inputs.length > 1) return { name: "inputs" };
  if (outputs.length > 1) return { name: "outputs" };
  const shared = calls.find((one, i) => calls.findIndex(({ layer }) => layer === one.layer) < i);
  if (shared) return { name: "shared", layer: shared.layer.name };
  const merge = calls.find(({ from }) => from.length > 1);
  return merge ? { name: "merge", layer: merge.layer.name } : null;
}

function asSequential(layers) {
  return `model = keras.Sequential(\n    [\n${layers.map(({ text }) => `        ${text},\n`).join("")}    ]\n)`;
}

function asFunctional([input, ...layers]) {
  const names = layers.map((_, i) => (i === layers.length - 1 ? "outputs" : "x"));
  const lines = layers.map(({ text }, i) => `${names[i]} = ${text}(${i ? names[i - 1] : "inputs"})`);
  return [`inputs = ${input.text}`, ...lines, `model = keras.Model(inputs, ${layers.length ? "outputs" : "inputs"})`].join("\n");
}

// What stands in its box: the name that the program gives it, or its kind and its first argument.
function label({ kind, given, name, text }) {
  if (given.name || (kind === "InputLayer" && text.includes("name="))) return name;
  const first = given.units ?? given.filters ?? given.rate;
  return kind === "InputLayer" ? "Input" : first === undefined ? kind : `${kind}(${first})`;
}

const shown = (sizes) => `(${["None", ...sizes].join(", ")})`;

function balance(text) {
  const bare = text.replace(/#.*|"[^"\n]*"|'[^'\n]*'/g, "");
  return (bare.match(/[([]/g)?.length ?? 0) - (bare.match(/[)\]]/g)?.length ?? 0);
}

function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  for (let match; (match = TOKEN.exec(text)); ) {
    const [whole, comment, name, number, string, , other] = match;
    if (other) fail("form");
    if (comment) continue;
    const kind = name ? "name" : number ? "number" : string ? "string" : "mark";
    const bare = whole.trimStart();
    found.push({ kind, text: bare, start: TOKEN.lastIndex - bare.length, end: TOKEN.lastIndex });
    if (!text.slice(TOKEN.lastIndex).trim()) break;
  }
  return found;
}
