// Stands in for Node's `fs` in bundles for the browser: Kusto's scripts ask for it, and never use it there.
export {};
