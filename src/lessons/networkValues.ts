/** The zoo as a source of values, each network summarized when it is first quoted. */

import { type NetworkSummary, summarize } from '../network/summary';
import { networkNamed, zoo } from '../network/zoo';
import type { ValueSource } from './values';

const summaries = new Map<string, NetworkSummary>();

export const networkValues: ValueSource = {
  networkNames: zoo.map(({ name }) => name),
  network: (name) => {
    let summary = summaries.get(name);
    if (summary === undefined) summaries.set(name, (summary = summarize(networkNamed(name))));
    return summary;
  },
};
