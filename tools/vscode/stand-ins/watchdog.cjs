// Put in the place of VS Code's native watchdog: ends an extension host whose server is gone.
exports.start = (serverPid) => {
  setInterval(() => isRunning(serverPid) || exports.exit(87), 3000).unref();
};

exports.exit = (code) => process.exit(code);

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
