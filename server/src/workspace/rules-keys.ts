/** The keys that name an item of a rules file, each with keys of which such an item has one at least. */
export const rulesKeys: readonly { readonly kind: string; readonly needs: readonly string[] }[] = [
  {
    kind: 'rule',
    needs: ['condition', 'output', 'priority', 'desc', 'append', 'override', 'enabled', 'exceptions'],
  },
  { kind: 'macro', needs: ['condition'] },
  { kind: 'list', needs: ['items'] },
  { kind: 'required_engine_version', needs: ['required_engine_version'] },
  { kind: 'required_plugin_versions', needs: ['required_plugin_versions'] },
];
