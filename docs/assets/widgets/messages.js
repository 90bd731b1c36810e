// How much an error message that somebody pastes is like one that is known. The search and the
// clinic of old code ask this.

export const WHOLE = 1e9; // the likeness of one that is whole in what was pasted

export function wordsOf(text) {
  return text.split(/\(s\)|[^\p{L}\p{N}_]+/u).filter(Boolean);
}

// First come those that are whole in it, as in a pasted traceback, then those that have half of it in
// its order (numbers and names of layers differ from reader to reader). A few words must be together,
// and one word alone, such as NotImplementedError, tells nothing unless it is a name of many.
export function likeness(message, known) {
  const words = wordsOf(known);
  const same = wordsInCommon(message, words);
  const telling = words.length > 1 || known.includes("_");
  if (same < 4 && !together(message, words) && !(telling && together(words, message))) return 0;
  if (same === words.length) return WHOLE + 1e6 * same;
  return 2 * same < message.length ? 0 : 1e6 * same - 1e3 * words.length;
}

export function together(words, all) {
  return ` ${all.join(" ")} `.includes(` ${words.join(" ")} `);
}

// How many words two texts have in common in the same order (longest common subsequence).
function wordsInCommon(one, other) {
  let above = new Array(other.length + 1).fill(0);
  for (const word of one) {
    const row = [0];
    other.forEach((there, i) => {
      row.push(word === there ? above[i] + 1 : Math.max(above[i + 1], row[i]));
    });
    above = row;
  }
  return above.at(-1);
}
