// <descent-curve>: one weight rolls down a loss curve as keras.optimizers.SGD moves it. The reader chooses the curve,
// the learning rate, the momentum and where it starts, and follows it step by step.

import { answer, choice, language, make, picture, shape, slider } from "./parts.js";

const WORDS = {
  zh: {
    curve: "曲线",
    curves: { bowl: "一个谷", valleys: "两个谷" },
    start: "起点 w",
    steps: "走几步",
    picture: "损失曲线，和 w 在上面一步一步走过的点",
    at: (step, w, loss) => `走完第 ${step} 步，w = ${w}，损失 ${loss}。`,
    settles: (bottom, step) => `从第 ${step} 步起，w 停在 ${bottom} 的谷底（相差不到 0.05）。`,
    missed: (bottom) => `更深的谷在 w = ${bottom}，它没有走到。`,
    diverges: (step) => `发散：第 ${step} 步，w 的绝对值超过一百万。`,
    swings: (low, high) => `停不下来：走了 1000 步，还在 ${low} 和 ${high} 之间来回。`,
    slow: (w) => `太慢：走了 1000 步，w 才到 ${w}，还没有到谷底。`,
  },
  en: {
    curve: "curve",
    curves: { bowl: "one valley", valleys: "two valleys" },
    start: "start, w",
    steps: "steps",
    picture: "The loss curve, and the points that w comes to on it, step by step",
    at: (step, w, loss) => `After step ${step}: w = ${w}, loss ${loss}.`,
    settles: (bottom, step) => `It settles at w = ${bottom}: from step ${step} on it is less than 0.05 away.`,
    missed: (bottom) => `The deeper valley is at w = ${bottom}; it never gets there.`,
    diverges: (step) => `It diverges: in step ${step}, w is more than a million away from 0.`,
    swings: (low, high) => `It does not settle: after 1000 steps it still goes to and fro between ${low} and ${high}.`,
    slow: (w) => `Too slow: after 1000 steps w is at ${w}, and not at the bottom yet.`,
  },
};
const WIDTH = 600, HEIGHT = 270, LEFT = 12, RIGHT = 588, TOP = 10, BOTTOM = 240;
const LOW = -3, HIGH = 9; // of w, as far as it is drawn
const LONGEST = 1000, NEAR = 0.05, FAR = 1e6;
// Of each curve: the loss, its derivative, the bottoms with the deepest last, and the loss drawn at the top.
export const CURVES = {
  bowl: { loss: (w) => (w - 3) ** 2, gradient: (w) => 2 * (w - 3), bottoms: [3], top: 37 },
  valleys: {
    loss: (w) => (3 * w ** 4 - 40 * w ** 3 + 162 * w ** 2 - 216 * w + 216) / 60,
    gradient: (w) => ((w - 1) * (w - 3) * (w - 6)) / 5,
    bottoms: [1, 6],
    top: 11,
  },
};

// Where w is at first and after each step; Keras computes in float32, so each result is rounded to that.
export function descent(curve, rate, momentum, start, steps) {
  const { fround } = Math, { gradient } = CURVES[curve];
  const path = [start];
  let w = start, velocity = 0;
  while (path.length <= steps && Math.abs(w) <= FAR) {
    velocity = fround(fround(velocity * fround(momentum)) - fround(fround(gradient(w)) * fround(rate)));
    w = fround(w + velocity);
    path.push(w);
  }
  return path;
}

// What becomes of w in the long run.
export function fate(curve, path) {
  const last = path.length - 1, end = path[last];
  if (!(Math.abs(end) <= FAR)) return { name: "diverges", step: last };
  const bottom = CURVES[curve].bottoms.find((one) => Math.abs(end - one) < NEAR);
  if (bottom !== undefined) {
    return { name: "settles", bottom, step: path.findLastIndex((w) => Math.abs(w - bottom) >= NEAR) + 1 };
  }
  const late = path.slice(-100);
  const turns = late.some((w, i) => i > 1 && (w - late[i - 1]) * (late[i - 1] - late[i - 2]) < 0);
  return turns ? { name: "swings", low: Math.min(...late), high: Math.max(...late) } : { name: "slow", end };
}

class DescentCurve extends HTMLElement {
  connectedCallback() {
    this.words = WORDS[language];
    const changed = () => this.show();
    this.curve = choice(this.words.curve, Object.entries(this.words.curves), changed);
    // Twenty rates from one power of ten to the next, each as many times the last.
    const at = (place) => Number((10 ** (place / 20)).toPrecision(2));
    this.rate = slider("learning_rate", { min: -60, max: 10, value: -20, at }, changed);
    this.momentum = slider("momentum", { min: 0, max: 0.99, step: 0.01, value: 0 }, changed);
    this.start = slider(this.words.start, { min: -2, max: 8, step: 0.5, value: 0 }, changed);
    this.steps = slider(this.words.steps, { min: 0, max: 100, value: 20 }, changed);
    this.picture = picture(this.words.picture, WIDTH, HEIGHT);
    this.call = make("code");
    this.answer = answer();
    const parts = [this.curve, this.rate, this.momentum, this.start, this.steps];
    this.replaceChildren(...parts.map(({ element }) => element), this.picture, make("p", {}, this.call), this.answer);
    this.show();
  }

  show() {
    const { words } = this, curve = this.curve.value, [rate, momentum] = [this.rate.value, this.momentum.value];
    const path = descent(curve, rate, momentum, this.start.value, LONGEST);
    const shown = path.slice(0, this.steps.value + 1), step = shown.length - 1;
    this.call.replaceChildren("keras.optimizers.SGD(", make("wbr"), `learning_rate=${rate}, momentum=${float(momentum)})`);
    this.answer.textContent = [
      ...this.told(curve, fate(curve, path)),
      words.at(step, written(shown[step]), written(CURVES[curve].loss(shown[step]), 3)),
    ].join(language === "en" ? " " : "");
    this.draw(CURVES[curve], shown);
  }

  told(curve, { name, bottom, step, low, high, end }) {
    const { words } = this, deepest = CURVES[curve].bottoms.at(-1);
    if (name === "settles") return [words.settles(bottom, step), ...(bottom === deepest ? [] : [words.missed(deepest)])];
    if (name === "diverges") return [words.diverges(step)];
    return [name === "slow" ? words.slow(written(end)) : words.swings(written(low), written(high))];
  }

  // What lies outside is cut off, and far outside it need not be exact.
  draw({ loss, bottoms, top }, path) {
    const x = (w) => LEFT + ((RIGHT - LEFT) * (Math.max(-1e3, Math.min(1e3, w)) - LOW)) / (HIGH - LOW);
    const y = (w) => BOTTOM - ((BOTTOM - TOP) * Math.min(1e4, loss(w))) / top;
    const point = (w) => `${x(w).toFixed(1)},${y(w).toFixed(1)}`;
    const line = (weights, name) => shape("polyline", { class: name, points: weights.map(point).join(" ") });
    const dot = (w, name, r) => shape("circle", { class: name, cx: x(w).toFixed(1), cy: y(w).toFixed(1), r });
    const grid = Array.from({ length: 121 }, (_, i) => LOW + ((HIGH - LOW) * i) / 120);
    const text = (w) => shape("text", { x: x(w), y: HEIGHT - 6, "text-anchor": "middle" }, `w = ${w}`);
    this.picture.replaceChildren(
      line(grid, "descent-curve"),
      line(path, "descent-path"),
      ...path.map((w) => dot(w, "descent-dot", 3.5)),
      dot(path[0], "descent-start", 6),
      dot(path.at(-1), "descent-end", 6.5),
      ...bottoms.map(text),
    );
  }
}

// A number as Python writes it; Keras refuses 0 for 0.0.
const float = (number) => (Number.isInteger(number) ? `${number}.0` : `${number}`);

// A number with a few places, or as a power of ten if it is large.
function written(number, places = 2) {
  const text = Math.abs(number) < 1e4 ? number.toFixed(places) : number.toExponential(1);
  const power = (_, digits) => ` × 10${[...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")}`;
  return text.replace(/^-(0\.0*)$/, "$1").replace("-", "−").replace(/e\+(\d+)/, power);
}

customElements.define("descent-curve", DescentCurve);
