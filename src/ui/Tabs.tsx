/** A few pages of one thing, one shown at a time, under a line of their names. The arrow keys go from name to name. */

import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import styles from './Tabs.module.css';
import { classNames } from './classNames';

export interface TabPage<Name extends string> {
  readonly name: Name;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

export interface TabsProps<Name extends string> {
  /** What the pages are pages of, for a reader who hears the page. */
  readonly label: string;
  readonly selected: Name;
  readonly onSelect: (name: Name) => void;
  readonly pages: readonly TabPage<Name>[];
}

export function Tabs<Name extends string>({ label, selected, onSelect, pages }: TabsProps<Name>): ReactNode {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => {
        const page = pages.find(({ name }) => name === key);
        if (page !== undefined) onSelect(page.name);
      }}
      className={classNames(styles.tabs)}
    >
      <TabList aria-label={label} className={classNames(styles.list)}>
        {pages.map(({ name, label: words }) => (
          <Tab key={name} id={name} className={classNames(styles.tab)}>
            {words}
          </Tab>
        ))}
      </TabList>
      {pages.map(({ name, content }) => (
        <TabPanel key={name} id={name} className={classNames(styles.panel)}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
