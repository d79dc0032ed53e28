/** The lab guest's shell on COM1 waits for a command. */
export const prompt = /lab-linux:\S*# /
