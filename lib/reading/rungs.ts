import { DATE_RUNGS } from './date-rungs';
import type { Rung } from './ladder';
import { NUMBER_RUNGS } from './number-rungs';

/** All rungs of both ladders, in the order in which they are climbed: the table in docs/architecture.md. */
export const RUNGS: readonly Pick<Rung<never>, 'name' | 'asks' | 'networks' | 'restarts'>[] = [...NUMBER_RUNGS, ...DATE_RUNGS];
