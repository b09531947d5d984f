import fc from 'fast-check';

// a mutant is noticed by any failure: the smallest one would take long to find
fc.configureGlobal({ endOnFailure: true });
