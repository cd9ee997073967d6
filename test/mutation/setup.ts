// A property that a mutant breaks is broken: to look for the smallest example of it would take longer than all else.
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
