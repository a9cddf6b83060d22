using BenchmarkDotNet.Running;
using Federated.Bench;
using Federated.Bench.Influence;
using Federated.Learning.Native;
using Federated.Learning.ZerothOrder;

// dotnet run -c Release --project bench/Bench -- bare FOLDER fedavg|fedspeed ROUNDS     the loop without a framework
// dotnet run -c Release --project bench/Bench -- mix NODES PARAMETERS [PYTHON]            gossip steps beside dense products
// dotnet run -c Release --project bench/Bench -- directions PARAMETERS WIDTH [PYTHON]     passes of one-byte SPSA; replay of a log
// dotnet run -c Release --project bench/Bench -- step WIDTH BLOCKS                        a whole step of one-byte SPSA on a GPT
// dotnet run -c Release --project bench/Bench -- wire MEGABYTES CLIENTS                   updates over loopback beside raw TCP
// dotnet run -c Release --project bench/Bench -- idle NODES                               what nodes without work cost a coordinator
// dotnet run -c Release --project bench/Bench -- memory MEGABYTES CLIENTS                 peak memory of a coordinator for a cohort
// dotnet run -c Release --project bench/Bench -- identity IMAGES SPEECHES SEED...         who sent which update: the tables of docs/results/attacks.md
// dotnet run -c Release --project bench/Bench -- bytes MODEL:SIDE,... SEED...               images out of one-byte logs: a table of docs/results/attacks.md
// dotnet run -c Release --project bench/Bench -- attacks [PYTHON]                           iterations/s of DLG, IG and SME beside PyTorch
// dotnet run -c Release --project bench/Bench -- inversion SEED...                          what inversions get back: tables of docs/results/attacks.md
// dotnet run -c Release --project bench/Bench -- neighbours SEED...                        what a node sees of its neighbours: a table of the same page
// dotnet run -c Release --project bench/Bench -- responses SEED...                          what noise, pruning and rounding leave of an image: another
// dotnet run -c Release --project bench/Bench -- influence SEED                           I2F beside inversions and gradient descent
// dotnet run -c Release --project bench/Bench -- influence-study SEED...                 I2F against actual error, rank and scale
// dotnet run -c Release --project bench/Bench -- micro [BenchmarkDotNet options]        kernels
NativeRuntime.Configure();
switch (args)
{
    case ["bare", var folder, var algorithm, var rounds]:
        Console.WriteLine(BareLoop.Run(folder, algorithm, int.Parse(rounds)));
        return 0;
    case ["mix", var nodes, var dimension, .. var python]:
        MixingLoop.Run(int.Parse(nodes), int.Parse(dimension), python.FirstOrDefault());
        return 0;
    case ["directions", var dimension, var width, .. var python]:
        DirectionLoop.Run(int.Parse(dimension), Enum.Parse<LaneWidth>(width, true), python.FirstOrDefault());
        ReplayLoop.Run(int.Parse(dimension));
        return 0;
    case ["step", var width, var blocks]:
        StepLoop.Run(int.Parse(width), int.Parse(blocks));
        return 0;
    case ["wire", var megabytes, var clients]:
        await WireLoop.RunAsync(int.Parse(megabytes), int.Parse(clients));
        return 0;
    case ["idle", var nodes]:
        await CrowdLoop.IdleAsync(int.Parse(nodes));
        return 0;
    case ["memory", var megabytes, var clients]:
        await CrowdLoop.MemoryAsync(int.Parse(megabytes), int.Parse(clients));
        return 0;
    case ["crowd", var coordinator, var floats, var nodes]:
        await CrowdLoop.WorkAsync(new Uri(coordinator), int.Parse(floats), int.Parse(nodes));
        return 0;
    case ["identity", var images, var speeches, .. var seeds]:
        IdentityStudy.Run(images, speeches, [.. seeds.Select(ulong.Parse)]);
        return 0;
    case ["bytes", var subjects, .. var seeds]:
        ByteStudy.Run([.. subjects.Split(',').Select(subject => (subject.Split(':')[0], int.Parse(subject.Split(':')[1])))], [.. seeds.Select(ulong.Parse)]);
        return 0;
    case ["attacks", .. var python]:
        AttackLoop.Run(python.FirstOrDefault());
        return 0;
    case ["responses", .. var seeds]:
        ResponseStudy.Run([.. seeds.Select(ulong.Parse)]);
        return 0;
    case ["inversion", .. var seeds]:
        InversionStudy.Run([.. seeds.Select(ulong.Parse)]);
        return 0;
    case ["neighbours", .. var seeds]:
        NeighbourStudy.Run([.. seeds.Select(ulong.Parse)]);
        return 0;
    case ["influence", var seed]:
        new InfluenceLoop(ulong.Parse(seed)).Run();
        return 0;
    case ["influence-study", .. var words]:
        InfluenceTables.Print([.. words.Select(ulong.Parse)]);
        return 0;
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(BareLoop).Assembly).Run(rest);
        return 0;
    default:
        Console.Error.WriteLine("usage: bare FOLDER fedavg|fedspeed ROUNDS  |  mix NODES PARAMETERS [PYTHON]  |  directions PARAMETERS WIDTH [PYTHON]  |  step WIDTH BLOCKS  |  wire MEGABYTES CLIENTS  |  idle NODES  |  memory MEGABYTES CLIENTS  |  identity IMAGES SPEECHES SEED...  |  bytes MODEL:SIDE,... SEED...  |  attacks [PYTHON]  |  inversion SEED...  |  neighbours SEED...  |  responses SEED...  |  influence SEED  |  influence-study SEED...  |  micro [options]");
        return 2;
}
