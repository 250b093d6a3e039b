/** One long text that a step looked at, and how. */
export interface LongText {
  readonly by: string;
  readonly units: number;
}

type Method = (this: string, ...args: unknown[]) => unknown;

/** What can take more than linear time, or makes a copy of each character. */
const METHODS = ['normalize', 'toLowerCase', 'toUpperCase', 'localeCompare', Symbol.iterator] as const;

/**
 * Notes each text of more than so many UTF-16 units that is normalized, changed in case, spread, parsed as a URL or looked at by
 * a regular expression, by whatever code, until it is stopped.
 */
export function watchLongTexts(units: number): { readonly seen: LongText[]; stop(): void } {
  const seen: LongText[] = [];
  const note = (by: string, text: unknown) => {
    if (typeof text === 'string' && text.length > units) seen.push({ by, units: text.length });
  };
  const strings = String.prototype as unknown as Record<string | symbol, Method>;
  const undo = METHODS.map((name) => {
    const original = strings[name]!;
    strings[name] = function (...args) {
      note(String(name), String(this));
      return original.apply(this, args);
    };
    return () => void (strings[name] = original);
  });
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this`
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function (text) {
    note(String(this), text);
    return exec.call(this, text);
  };
  const { URL: Original } = globalThis;
  globalThis.URL = class extends Original {
    static override canParse(url: string, base?: string): boolean {
      note('URL', url);
      return Original.canParse(url, base);
    }
    constructor(url: string, base?: string) {
      note('URL', url);
      super(url, base);
    }
  };
  return {
    seen,
    stop() {
      for (const each of undo) each();
      RegExp.prototype.exec = exec;
      globalThis.URL = Original;
    },
  };
}
