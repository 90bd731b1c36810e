// What the small widgets are made of.

export const language = document.documentElement.lang === "en" ? "en" : "zh";

export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// Part of a drawing.
export function shape(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// A drawing as wide as the page allows, with words for who does not see it.
export function picture(label, width, height) {
  const attributes = { class: "widget-picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label };
  return shape("svg", attributes);
}

// A slider with its label and its value; `changed` is called when the reader moves it. What the value is at a place
// of the slider, `at` says, if it is not the place itself.
export function slider(label, { min, max, step = 1, value, at = Number }, changed) {
  const range = make("input", { type: "range", min, max, step, value });
  const shown = make("output");
  const show = () => {
    shown.textContent = at(range.value);
    range.setAttribute("aria-valuetext", shown.textContent);
  };
  range.addEventListener("input", () => {
    show();
    changed();
  });
  show();
  return {
    element: make("label", { className: "widget-slider" }, make("span", { textContent: label }), range, shown),
    get value() {
      return at(range.value);
    },
    set value(value) {
      range.value = value;
      show();
    },
  };
}

// A field for a number; `changed` gets it, or `null` from an empty field that is not `required`. What cannot be is
// not passed on, and is gone once the reader leaves the field.
export function field(label, settings, changed) {
  const input = make("input", { type: "number", required: true, ...settings });
  let last = input.value;
  input.addEventListener("input", () => {
    if (!input.validity.valid) return;
    last = input.value;
    changed(last === "" ? null : Number(last));
  });
  input.addEventListener("change", () => (input.value = last));
  return make("label", { className: "widget-field" }, label, input);
}

// A choice among names; `changed` gets the one chosen.
export function select(label, names, value, changed) {
  const options = Object.entries(names).map(([value, textContent]) => make("option", { value, textContent }));
  const element = make("select", { onchange: () => changed(element.value) }, ...options);
  element.value = value;
  return make("label", { className: "widget-field" }, label, element);
}

// A button; a sign on it gets a name that can be read aloud.
export function button(textContent, onclick, name = textContent) {
  const element = make("button", { type: "button", className: "widget-button", textContent, onclick });
  element.setAttribute("aria-label", name);
  return element;
}

// One of several values, each with its words; the first is chosen at the beginning.
export function choice(legend, options, changed) {
  let [[value]] = options;
  const name = `choice-${++choices}`;
  const labels = options.map(([one, words], place) => {
    const button = make("input", { type: "radio", name, checked: !place });
    button.addEventListener("change", () => {
      value = one;
      changed();
    });
    return make("label", {}, button, " ", words);
  });
  return {
    element: make("fieldset", { className: "widget-choice" }, make("legend", { textContent: legend }), ...labels),
    get value() {
      return value;
    },
  };
}
let choices = 0;

// What a widget says about its state; read aloud when it changes.
export function answer() {
  const element = make("p", { className: "widget-answer" });
  element.setAttribute("role", "status");
  return element;
}
