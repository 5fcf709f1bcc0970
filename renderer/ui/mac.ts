/** Whether keys are written as on a Mac. */
export const mac = navigator.platform.startsWith('Mac')
