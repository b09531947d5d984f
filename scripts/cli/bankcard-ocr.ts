#!/usr/bin/env node
import { HELP } from '../command/help';
import { runCommandLine } from '../command/run-command-line';
import { COMMANDS } from './commands';

runCommandLine(COMMANDS, HELP);
