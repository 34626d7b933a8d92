// What the scripts ask of a browser, held against the versions that promised.json names.
import { readFileSync } from "node:fs";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";

const promised = JSON.parse(readFileSync(new URL("promised.json", import.meta.url), "utf8"));
const added = Object.keys(promised.scripts);

// The browsers of 2021 have ES2021. A method is known by its name alone: those of iterators are arrays' too.
const after2021 = es.configs["flat/restrict-to-es2021"].rules;
const isAdded = (rule) => added.some((name) => rule.endsWith(name.toLowerCase().replaceAll(".", "-").slice(5)));
const rules = Object.entries(after2021).filter(
  ([rule]) => !rule.includes("iterator-prototype") && !(rule.includes("-prototype-") && isAdded(rule)),
);

export default [
  {
    files: ["**/*.js"],
    plugins: { compat, "es-x": es },
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    settings: { browsers: promised.browsers, polyfills: added, "es-x": { aggressive: true } },
    rules: { "compat/compat": "error", ...Object.fromEntries(rules) },
  },
];
