using Plumb.Cli;

return await PlumbCommand.RunAsync(args, Surroundings.OfProcess(), CancellationToken.None);
