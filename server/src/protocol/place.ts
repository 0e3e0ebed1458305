/** Something to say about generated files, at the Falco rule where it is about one. */
export interface GenerationProblem {
  readonly level: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
  readonly place?: FileRange;
}

/** 0-based line and UTF-16 column. */
export interface FilePosition {
  readonly line: number;
  readonly character: number;
}

/** Characters of a file. */
export interface FileRange {
  readonly uri: string;
  readonly start: FilePosition;
  readonly end: FilePosition;
}

/** What is asked of one project, where a workspace has several: two Helm files are two installations. */
export interface OfProject {
  /** A file of the project that is meant; the main project without it. */
  readonly project?: string;
}
