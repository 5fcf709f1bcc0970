/**
 * The text an environment signs to show that it holds the key it names. It begins with words that begin nothing else
 * the key signs (release manifests, heads of the audit chain), so that no challenge can be made into one of those.
 */
export const keyProofText = (challenge: string): string => `visiting-environment key proof 1\n${challenge}`
