/** Where the server writes what it does, for `Falco: Show Log`. */
export interface Log {
  info(message: string): void;
  error(message: string): void;
}
