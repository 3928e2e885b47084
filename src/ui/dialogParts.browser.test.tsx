/** The parts that dialogs are made of, in a real page: focus, keys, files. */

import { useState } from 'react';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { EditableName } from './EditableName';
import { FileDrop } from './FileDrop';
import { Select } from './Select';
import { Tabs } from './Tabs';

let root: Root;
let asked: string[];

beforeEach(() => {
  asked = [];
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});
const show = (node: ReactNode): void => flushSync(() => root.render(node));
const button = (name: string) => page.getByRole('button', { name, exact: true });
const focused = (): string => document.activeElement?.textContent ?? '';

function Page({ children }: { readonly children?: ReactNode }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setIsOpen(true)}>Open</Button>
      <Dialog title="Things to choose" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        {children}
        <Button onPress={() => asked.push('inside')}>Inside</Button>
      </Dialog>
    </>
  );
}

describe('Dialog', () => {
  test('it has its title, takes the focus, keeps it, and gives it back on Escape', async () => {
    show(<Page />);
    button('Open').element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('dialog', { name: 'Things to choose' })).toBeVisible();
    const dialog = page.getByRole('dialog').element();
    for (let presses = 0; presses < 5; presses++) {
      await userEvent.tab();
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.getByRole('dialog').elements()).toHaveLength(0);
    await expect.poll(focused).toBe('Open');
  });

  test('Close and a press beside it close it', async () => {
    // On a narrow screen there is nothing beside it.
    await page.viewport(1280, 800);
    show(<Page />);
    await button('Open').click();
    await button('Close').click();
    await expect.poll(() => page.getByRole('dialog').elements()).toHaveLength(0);
    await button('Open').click();
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await userEvent.click(document.body, { position: { x: 2, y: 2 } });
    await expect.poll(() => page.getByRole('dialog').elements()).toHaveLength(0);
  });

  test('Escape in a name that is being changed keeps the dialog', async () => {
    show(
      <Page>
        <EditableName name="Cats" problem={() => null} onRename={(name) => asked.push(name)} />
      </Page>,
    );
    await button('Open').click();
    await button('Rename Cats').click();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await expect.element(button('Rename Cats')).toBeVisible();
    expect(asked).toEqual([]);
  });
});

test('Tabs: one page at a time, and the arrow keys go from name to name', async () => {
  function Pages(): ReactNode {
    const [selected, setSelected] = useState<'one' | 'two'>('one');
    return (
      <Tabs
        label="Pages"
        selected={selected}
        onSelect={setSelected}
        pages={[
          { name: 'one', label: 'One', content: 'First page' },
          { name: 'two', label: 'Two', content: 'Second page' },
        ]}
      />
    );
  }
  show(<Pages />);
  await expect.element(page.getByText('First page')).toBeVisible();
  await userEvent.tab();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(page.getByText('Second page')).toBeVisible();
  expect(page.getByText('First page').elements()).toHaveLength(0);
});

describe('EditableName', () => {
  const problem = (name: string): string | null => (name === '' ? 'A name needs at least one letter.' : null);

  test('Enter takes the new name over, without spaces around it, and the focus returns to Rename', async () => {
    show(<EditableName name="Cats" problem={problem} onRename={(name) => asked.push(name)} />);
    await button('Rename Cats').click();
    await userEvent.keyboard(' Dogs {Enter}');
    expect(asked).toEqual(['Dogs']);
    await expect.poll(focused).toBe('Rename');
  });

  test('what cannot be is refused with the reason, and Cancel brings the old name back', async () => {
    show(<EditableName name="Cats" problem={problem} onRename={(name) => asked.push(name)} />);
    await button('Rename Cats').click();
    await userEvent.keyboard('{Delete}{Enter}');
    await expect.element(page.getByText('A name needs at least one letter.')).toBeVisible();
    await expect.element(page.getByLabelText('New name of Cats')).toHaveAttribute('aria-invalid', 'true');
    await button('Cancel').click();
    await expect.element(page.getByText('Cats')).toBeVisible();
    expect(asked).toEqual([]);
  });
});

describe('FileDrop', () => {
  const drop = (isDisabled = false): ReactNode => (
    <div onDrop={() => asked.push('page')}>
      <FileDrop
        isDisabled={isDisabled}
        onFiles={(files) => asked.push(files.map(({ path }) => path).join(' '))}
        onProblem={(message) => asked.push(message)}
      >
        Bring files.
      </FileDrop>
    </div>
  );
  const files = [new File(['x'], 'b.gz'), new File(['x'], 'a.gz')];
  const dropAll = (): void => {
    const dataTransfer = new DataTransfer();
    for (const file of files) dataTransfer.items.add(file);
    page
      .getByText('Bring files.')
      .element()
      .dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
  };

  test('files come together, in the order of their names, chosen or dropped; the page under it gets no drop', async () => {
    show(drop());
    const field = page.getByLabelText('Choose files');
    await expect.element(field).toHaveAttribute('multiple');
    await expect.element(field).toHaveAccessibleDescription('Bring files.');
    await field.upload(files);
    await expect.poll(() => asked).toEqual(['a.gz b.gz']);
    dropAll();
    await expect.poll(() => asked).toEqual(['a.gz b.gz', 'a.gz b.gz']);
    await expect.element(page.getByLabelText('Choose a folder')).toHaveAttribute('webkitdirectory');
  });

  test('switched off, nothing is taken', async () => {
    show(drop(true));
    dropAll();
    await expect.element(page.getByLabelText('Choose files')).toBeDisabled();
    expect(asked).toEqual([]);
  });
});

test('a Select shows its options in groups, and passes on the value of any', async () => {
  show(
    <Select
      label="Data set"
      value="digits"
      options={[
        { title: 'Made', options: [{ value: 'digits', label: 'Digits' }] },
        { title: 'Real', options: [{ value: 'mnist', label: 'MNIST' }] },
        { value: 'none', label: 'None' },
      ]}
      onChange={(value) => asked.push(value)}
    />,
  );
  const choice = page.getByLabelText('Data set');
  expect([...choice.element().querySelectorAll('optgroup')].map(({ label }) => label)).toEqual(['Made', 'Real']);
  await choice.selectOptions('MNIST');
  await choice.selectOptions('None');
  expect(asked).toEqual(['mnist', 'none']);
});
