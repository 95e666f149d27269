export async function fromServer(){}
