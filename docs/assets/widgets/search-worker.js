// What search.js asks: messages have their own look-up, all else is found by Pagefind.
//
// It is used in a worker because it takes the language of a document to cut Chinese queries its own
// way. Here there is no document, and a query is cut into the words into which the index was.

import { WHOLE, likeness, together, wordsOf } from "./messages.js";

const PAGES = 10;
const PARTS = 3; // places on a page
const MESSAGES = 3;
const MOST = 12; // words of a long query that are looked for one by one
const LONGEST = 4000; // the end of a pasted text that is looked at
const SIGNS = /["':]|(?:Error|Exception|Warning)$/; // of a message
const HAN = /\p{sc=Han}/u;
const PART = /\p{sc=Han}+|(?:(?!\p{sc=Han})[\p{L}\p{N}_])+/gu;
const NAME = "zqx"; // what makes one word of a name (docs/hooks/search.py)
const RANKING = {
  termSimilarity: 5,
  pageLength: 0.4,
  metaWeights: {
    title: 0, section: 0, subject: 16, words: 16, phrases: 10, // what is shown, and what a page is about
    called: 3, keywords: 2, headings: 1, // names
  },
};

let site, language, pagefind, words, messages;
const fetched = (name) => fetch(new URL(`search/${name}.json`, site)).then((response) => response.json());

onmessage = async ({ data }) => {
  if (data.site) return begin(data);
  try {
    postMessage({ query: data.query, ...(await find(data.query)) });
  } catch (error) {
    console.error(error);
    postMessage({ query: data.query, failed: true });
  }
};

function begin(data) {
  ({ site, language } = data);
  pagefind = index();
  words = fetched("words").then(({ little, known }) => ({ little: new RegExp(little, "g"), known: new Set(known) }));
  // What fails is told when something is asked.
  pagefind.catch(() => {});
  words.catch(() => {});
}

async function index() {
  const module = await import(new URL("pagefind/pagefind.js", site));
  await module.options({ ranking: RANKING, excerptLength: 24 });
  await module.init();
  return module;
}

async function find(query) {
  const known = isMessage(query) ? await like(query.slice(-LONGEST)) : [];
  const results = await search(query, known.some(({ whole }) => whole));
  const pages = await Promise.all(results.slice(0, PAGES).map(async (result) => page(await result.data())));
  return { messages: known, pages, total: results.length };
}

// Chinese is no message, unless it stands in one: in a path, or in what Windows adds in its language.
function isMessage(query) {
  if (HAN.test(query)) return /Error: /.test(query);
  return SIGNS.test(query) || wordsOf(query).length > 2;
}

// The entries that are most like a message, best first.
async function like(query) {
  messages ??= fetched("messages");
  const asked = wordsOf(query);
  const like = (line) => {
    const score = likeness(asked, line);
    // Mere words may be a question: of a message they must be a piece, or have it whole.
    return score >= WHOLE || SIGNS.test(query) || together(asked, wordsOf(line)) ? score : 0;
  };
  const scored = (await messages).map(({ lines, title, url }) => {
    const scores = lines.map(like);
    const score = Math.max(...scores);
    return { line: lines[scores.indexOf(score)], title, url: new URL(url, site).href, score };
  });
  scored.sort((one, other) => other.score - one.score);
  // Beside one that is whole in it, what is only like it is no help.
  const least = scored[0].score < WHOLE ? 1 : WHOLE;
  return scored
    .slice(0, MESSAGES)
    .filter(({ score }) => score >= least)
    .map((entry) => ({ ...entry, whole: entry.score >= WHOLE }));
}

// First the pages that have this name; then those that have all words, or else some of them.
async function search(query, strict) {
  const { search } = await pagefind;
  const { little, known } = await words;
  const parts = partsOf(query, little);
  const terms = parts.flatMap((part) => (HAN.test(part) ? cut(part, known) : [part]));
  const [called, having] = await Promise.all([search(`"${NAME}${parts.join("")}"`), search(terms.join(" "))]);
  const others = having.results.length || strict ? having.results : await some(terms.slice(0, MOST), search);
  const place = new Map(others.map(({ id }, i) => [id, i]));
  const after = ({ id }) => place.get(id) ?? others.length;
  const first = called.results.sort((one, other) => other.score - one.score || after(one) - after(other));
  // Of a page that is in both, the second knows where on it the words are.
  const results = new Map([...first, ...others].map((result) => [result.id, result]));
  return [...results.values()];
}

async function some(terms, search) {
  const best = new Map();
  for (const { results } of await Promise.all(terms.map((term) => search(term)))) {
    for (const result of results) {
      const score = result.score + (best.get(result.id)?.score ?? 0);
      best.set(result.id, { ...result, score });
    }
  }
  return [...best.values()].sort((one, other) => other.score - one.score);
}

// What a query consists of, as the index has it: `tf.keras` is one word without its sign.
function partsOf(query, little) {
  const text = query.toLowerCase().replaceAll(".", "");
  return text.replace(little, " ").match(PART) ?? text.match(PART) ?? [];
}

// Into as few known words as possible; a character that is in none costs as much as two of them.
function cut(text, known) {
  const best = [{ cost: 0, words: [] }];
  for (let end = 1; end <= text.length; end++) {
    const ways = best.map(({ cost, words }, start) => {
      const word = text.slice(start, end);
      const price = known.has(word) ? 1 : word.length === 1 ? 2 : Infinity;
      return { cost: cost + price, words: [...words, word] };
    });
    best.push(ways.reduce((one, other) => (other.cost < one.cost ? other : one)));
  }
  return best.at(-1).words;
}

// A page: its beginning, if that has what was looked for, and the places on it that have most of it.
function page({ url, meta, excerpt, plain_excerpt, sub_results: parts }) {
  const isTop = ({ anchor }) => !anchor || anchor.element === "h1";
  const places = parts
    .filter((part) => !isTop(part))
    .sort((one, other) => aside(one) - aside(other) || weight(other) - weight(one));
  const top = parts.find(isTop) ?? (places.length ? undefined : { title: meta.title, excerpt, plain_excerpt });
  return {
    title: joined(meta.title),
    section: joined(meta.section ?? ""),
    url,
    excerpt: top ? below(top) : "",
    parts: places.slice(0, PARTS).map((part) => ({ title: joined(part.title), url: part.url, excerpt: below(part) })),
  };
}
// What stands below a heading, without the heading.
function below({ title, excerpt, plain_excerpt: plain }) {
  const words = plain.startsWith(title) ? title.split(" ").length : 0;
  return joined(excerpt.split(" ").slice(words).join(" "));
}
// What every page has is told last.
function aside({ anchor: { id } }) {
  return ["recap", "exercises", "old-code", "next"].includes(id);
}
function weight({ weighted_locations: found }) {
  return found.reduce((sum, { balanced_score: score }) => sum + score, 0);
}

// A text from its first word on; Chinese without the spaces by which the index is cut.
const SIGN = "[\\u3000-\\u303f\\uff00-\\uffef“”‘’…·]";
const CHINESE = `(?:\\p{sc=Han}|${SIGN})`;
const MARK = "(?:</?mark>)*";
const CUTS = [
  [`(\\p{sc=Han}${MARK})\\.`, "$1。"], // with which Pagefind ends what has no end of its own
  [`(${CHINESE}${MARK}) +(?=${MARK}${CHINESE})`, "$1"],
  [`(${SIGN}${MARK}) +`, "$1"],
  [` +(?=${MARK}${SIGN})`, ""],
];
function joined(text) {
  const rest = text.replace(/^[^\p{L}\p{N}<&]+/u, "");
  if (language !== "zh") return rest;
  return CUTS.reduce((rest, [cut, kept]) => rest.replace(new RegExp(cut, "gu"), kept), rest);
}
