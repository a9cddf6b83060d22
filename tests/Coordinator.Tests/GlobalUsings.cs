global using ProtocolTask = Federated.Protocol.Task;
global using Task = System.Threading.Tasks.Task;
