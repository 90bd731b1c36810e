// <loss-labels data-table="…">: the reader puts together labels, a last layer and a loss, and sees what Keras did with
// that combination when it was run on each backend (docs/loss_labels.py).

import { answer, choice, language, make } from "./parts.js";

const WORDS = {
  zh: {
    settings: { labels: "标签", units: "单元数", activation: "激活函数", loss: "损失", from_logits: "from_logits" },
    labels: { integer: "整数 0、1、2", "one-hot": "独热编码", "0/1": "0/1" },
    none: "不写",
    works: "能用。学得会，损失也和定义相符。",
    differs: (loss, defined) => `学得会，损失却不对：Keras 算出 ${loss}，按定义从这些概率来算，应当是 ${defined}。`,
    silent: "没有任何提示，却学不会。",
    wrong: "学不会。",
    raises: "报错：",
    warns: "Keras 警告：",
    nearest: "标签不变，改动最少的可用写法：",
    between: "、",
    colon: "：",
    or: " 或 ",
  },
  en: {
    settings: { labels: "labels", units: "units", activation: "activation", loss: "loss", from_logits: "from_logits" },
    labels: { integer: "integers 0, 1, 2", "one-hot": "one-hot", "0/1": "0/1" },
    none: "none",
    works: "works. The model learns, and the loss is what its definition says.",
    differs: (loss, defined) => `learns, but from another loss: Keras computes ${loss}; by definition, these probabilities cost ${defined}.`,
    silent: "gives no warning, and does not learn.",
    wrong: "does not learn.",
    raises: "raises an error: ",
    warns: " Keras warns: ",
    nearest: "The smallest change that works with these labels: ",
    between: ", ",
    colon: ": ",
    or: " or ",
  },
};
const BACKENDS = { tensorflow: "TensorFlow", jax: "JAX", torch: "PyTorch" };

// What happened on each backend; combinations are counted as Python's itertools.product makes them.
export function found({ settings, outcomes, found }, chosen) {
  const place = Object.entries(settings).reduce((sum, [name, all]) => sum * all.length + all.indexOf(chosen[name]), 0);
  return Object.fromEntries(Object.entries(found).map(([backend, all]) => [backend, outcomes[all[place]]]));
}

// The combinations with the same labels that work everywhere, as few settings away as possible.
export function nearest(table, chosen) {
  const away = (other) => Object.keys(other).filter((name) => other[name] !== chosen[name]).length;
  const fit = combinations(table.settings).filter((other) =>
    other.labels === chosen.labels && Object.values(found(table, other)).every((one) => one.is === "works" && !one.said));
  const least = Math.min(...fit.map(away));
  return fit.filter((other) => away(other) === least);
}

function combinations(settings) {
  return Object.entries(settings).reduce(
    (some, [name, all]) => some.flatMap((one) => all.map((value) => ({ ...one, [name]: value }))), [{}]);
}

class LossLabels extends HTMLElement {
  connectedCallback() {
    this.words = WORDS[language];
    this.table = JSON.parse(this.dataset.table);
    const changed = () => this.show();
    this.choices = Object.entries(this.table.settings).map(([name, all]) => {
      const options = all.map((value) => [value, this.option(name, value)]);
      return [name, choice(this.words.settings[name], options, changed)];
    });
    this.call = make("p");
    this.answer = answer();
    this.replaceChildren(...this.choices.map(([, { element }]) => element), this.call, this.answer);
    this.show();
  }

  option(name, value) {
    if (name === "labels") return this.words.labels[value];
    if (value === null) return this.words.none;
    return name === "from_logits" ? code(python(value)) : code(`${value}`);
  }

  show() {
    const { words, table } = this;
    const chosen = Object.fromEntries(this.choices.map(([name, { value }]) => [name, value]));
    const outcomes = found(table, chosen);
    this.call.replaceChildren(...calls(chosen));
    const said = byOutcome(outcomes).map(([outcome, backends]) =>
      make("span", { className: "labels-said" }, make("strong", { textContent: backends.join(words.between) }), words.colon, ...this.told(outcome)));
    const fit = nearest(table, chosen), there = fit.some((other) => Object.keys(other).every((name) => other[name] === chosen[name]));
    const instead = fit.flatMap((other, i) => [...(i ? [words.or] : []), ...calls(other)]);
    this.answer.replaceChildren(
      ...said, ...(there ? [] : [make("span", { className: "labels-said" }, words.nearest, ...instead)]),
    );
  }

  told({ is, said, loss, defined }) {
    const { words } = this;
    if (is === "raises") return [words.raises, code(said)];
    const first = { works: words.works, differs: words.differs(loss, defined), wrong: said ? words.wrong : words.silent }[is];
    return said ? [first, words.warns, code(said)] : [first];
  }
}

// The backends by what happened on them; only what was said may differ, and then it is that of the first.
function byOutcome(outcomes) {
  const groups = new Map();
  for (const [backend, outcome] of Object.entries(outcomes)) {
    const key = JSON.stringify({ ...outcome, said: Boolean(outcome.said) });
    groups.set(key, [groups.get(key)?.[0] ?? outcome, [...(groups.get(key)?.[1] ?? []), BACKENDS[backend]]]);
  }
  return [...groups.values()];
}

function calls({ units, activation, loss, from_logits }) {
  const dense = activation ? `Dense(${units}, activation="${activation}")` : `Dense(${units})`;
  return [code(dense), " + ", code(`${loss}(${from_logits ? "from_logits=True" : ""})`)];
}

const code = (textContent) => make("code", { textContent });
const python = (value) => (value ? "True" : "False");

customElements.define("loss-labels", LossLabels);
