// A process of its own: loads the built extension and activates it, with an editor that answers nothing, and
// prints what that took.
import Module from 'node:module';

/** What it prints, as JSON, in milliseconds: VS Code counts these two together as the time of activation. */
export interface Activation {
  /** Reading the bundle and running what stands at its top. */
  readonly loading: number;
  /** `activate()`, until what it returns is there. */
  readonly activating: number;
}

interface Extension {
  activate(context: unknown): unknown;
}

const loader = Module as unknown as { _load(name: string, ...more: unknown[]): unknown };
const load = loader._load;
const vscode = Object.assign(anything(), { version: '1.125.0' });
loader._load = (name, ...more) => (name === 'vscode' ? vscode : load(name, ...more));

const start = performance.now();
const extension: Extension = require(process.argv[2]!);
const loaded = performance.now();
const context = { subscriptions: [], asAbsolutePath: (path: string) => path, extensionUri: anything() };
void Promise.resolve(extension.activate(context)).then(() => {
  const taken: Activation = { loading: loaded - start, activating: performance.now() - loaded };
  process.stdout.write(JSON.stringify(taken), () => process.exit());
});

/** Takes every question of the editor's API: a function, a class and an object whose members are the same. */
function anything(): object {
  const members = new Map<PropertyKey, unknown>([
    ['then', undefined],
    [Symbol.iterator, () => [][Symbol.iterator]()],
    [Symbol.toPrimitive, () => ''],
  ]);
  const editor: object = new Proxy(function editor() {}, {
    get(target, name) {
      if (name === 'prototype') return target.prototype;
      if (!members.has(name)) members.set(name, anything());
      return members.get(name);
    },
    set: (_target, name, value) => members.set(name, value).has(name),
    apply: () => anything(),
    construct: (target, args, made) => (made === editor ? anything() : Reflect.construct(target, args, made)),
  });
  return editor;
}
