import { testLanguageFeatures } from './pages/language-features.ts';
import { useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', {
  folder: 'examples',
  settings: { 'editor.formatOnType': true },
  web: true,
});

testLanguageFeatures(window, 'web');
