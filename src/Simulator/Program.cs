using Federated.Simulator.Commands;

return FedProgram.Run(args);
