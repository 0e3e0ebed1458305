/** How the server gets at files that are not open in the editor. Nothing here throws or rejects. */
export interface FileAccess {
  /** The addresses of all files of YAML, XML and KQL under a folder, as the editor writes addresses. */
  list(folder: string): Promise<readonly string[]>;
  /** The text of a file; undefined where it cannot be read. */
  read(uri: string): Promise<string | undefined>;
}

/** For clients that hand out no files: only what is open is known. */
export const noFiles: FileAccess = {
  list: async () => [],
  read: async () => undefined,
};
