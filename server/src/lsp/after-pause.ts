/**
 * A function that acts once nobody has called it for a while.
 * @param pause in milliseconds; a call may name another.
 */
export function afterPause(action: () => void, pause: number): (pause?: number) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (wanted = pause) => {
    clearTimeout(timer);
    timer = setTimeout(action, wanted);
  };
}
