using Federated.Learning.Native;
using Federated.Simulator.Commands;

NativeRuntime.Configure();
return FedProgram.Run(args);
