// What the style sheets ask of a browser, held against the versions that promised.json names.
import { readFileSync } from "node:fs";

const promised = JSON.parse(readFileSync(new URL("promised.json", import.meta.url), "utf8"));

export default {
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    "plugin/no-unsupported-browser-features": [
      true,
      { browsers: promised.browsers, ignore: Object.keys(promised.styles), ignorePartialSupport: true },
    ],
  },
};
