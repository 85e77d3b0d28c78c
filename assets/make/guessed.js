// guessed.js: writes src/services/identity/guessed.txt: leaked passwords, and words and names that people make theirs of, from the
// dictionaries of zxcvbn-ts. One a line, in the order of bytes. SPDX-License-Identifier: AGPL-3.0-or-later
import { readFileSync, writeFileSync } from "node:fs";

// As often as they are used: of long lists the beginning.
const lists = [
  ["common/src/passwords", 100000],
  ["nl-be/src/commonWords", 100000], ["nl-be/src/boysFirstnames", 10000], ["nl-be/src/girlsFirstnames", 10000],
  ["nl-be/src/lastnames", 10000],
  ["en/src/wikipedia", 20000], ["en/src/firstnames", 10000], ["en/src/lastnames", 10000],
];
const words = new Set();
for (const [path, most] of lists) {
  const list = JSON.parse(readFileSync(`node_modules/@zxcvbn-ts/language-${path}.json`, "utf8"));
  for (const word of list.slice(0, most)) {
    // As identity_guessed() is asked: small letters, without accents.
    const plain = word.normalize("NFD").replace(/[^\x21-\x7e]/g, "").toLowerCase();
    if (plain.length >= 4 && plain.length <= 40) words.add(plain);
  }
}
const text = [...words].sort((a, b) => (a < b ? -1 : 1)).join("\n") + "\n";
writeFileSync("src/services/identity/guessed.txt", text);
console.log(`guessed.txt: ${words.size} words, ${Math.round(text.length / 1024)} KB`);
