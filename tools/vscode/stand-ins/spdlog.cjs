// Put in the place of VS Code's native log writer, so that its log (and with it every output channel that an
// extension logs to) works without a compiler. Levels: 0 trace, 1 debug, 2 info, 3 warning, 4 error, 5 critical.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
let defaultLevel = 2;

class Logger {
  #file;
  #level = defaultLevel;
  #prefixed = true;

  constructor(_kind, _name, file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, ''); // VS Code waits for the file before it lists the channel
    levels.forEach((name, level) => {
      this[name] = (message) => this.#write(name, level, message);
    });
  }

  #write(name, level, message) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').slice(0, -1);
    appendFileSync(this.#file, this.#prefixed ? `${time} [${name}] ${message}\n` : message);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  /** Any pattern is taken as the one that VS Code sets: time, level, message. */
  setPattern() {
    this.#prefixed = true;
  }

  clearFormatters() {
    this.#prefixed = false;
  }

  flush() {}

  drop() {}
}

async function createLogger(name, file) {
  return new Logger('rotating', name, file);
}

// Assigned one by one: VS Code imports this as an ES module, and only so are the names found.
exports.version = 0;
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
exports.setLevel = (level) => {
  defaultLevel = level;
};
exports.setFlushOn = () => {};
