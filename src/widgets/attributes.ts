/** Attributes that several widgets have, so that every figure reads them alike. */

import { z } from 'zod';
import { zoo } from '../network/zoo';

/** The name of a run: figures of a page that write the same name look at the same network. */
export const runName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'expected a run’s name in small letters, digits and hyphens')
  .default('lenet');

/** A network of the zoo, by its name. */
export const networkName = z.enum(zoo.map(({ name }) => name));
