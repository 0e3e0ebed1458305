import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Step {
  readonly title: string;
  readonly description: string;
  readonly media: { readonly markdown: string };
}

const root = new URL('../../', import.meta.url);
const { contributes } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  contributes: { walkthroughs: { steps: Step[] }[]; commands: { command: string }[] };
};

describe('each step of the walkthrough', () => {
  const steps = contributes.walkthroughs.flatMap((each) => each.steps);

  it.each(steps.map((step) => [step.title, step]))(
    '%s has its page, its pictures and its command',
    (_title, step) => {
      const page = new URL(step.media.markdown, root);
      const pictures = [...readFileSync(page, 'utf8').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)];
      expect(pictures.map(([, file]) => existsSync(new URL(file!, page)))).toEqual([true]);
      const commands = [...step.description.matchAll(/\(command:([^)]+)\)/g)].map((match) => match[1]);
      for (const command of commands)
        expect(contributes.commands).toContainEqual(expect.objectContaining({ command }));
      expect(commands).toHaveLength(1);
    },
  );
});
