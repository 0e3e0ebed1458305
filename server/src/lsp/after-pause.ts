/** A function that acts once nobody has called it for a while. @param pause in milliseconds. */
export function afterPause(action: () => void, pause: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, pause);
  };
}
