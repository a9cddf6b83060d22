using BenchmarkDotNet.Running;
using Federated.Bench;
using Federated.Bench.Influence;
using Federated.Learning.Native;
using Federated.Learning.ZerothOrder;

Verb[] verbs =
[
    new("bare", "FOLDER fedavg|fedspeed ROUNDS", "the loop without a framework", words => Console.WriteLine(BareLoop.Run(words[0], words[1], int.Parse(words[2])))),
    new("mix", "NODES PARAMETERS [PYTHON]", "gossip steps beside dense products", words => MixingLoop.Run(int.Parse(words[0]), int.Parse(words[1]), words.ElementAtOrDefault(2))),
    new("directions", "PARAMETERS WIDTH [PYTHON]", "passes of one-byte SPSA; replay of a log", words =>
    {
        DirectionLoop.Run(int.Parse(words[0]), Enum.Parse<LaneWidth>(words[1], true), words.ElementAtOrDefault(2));
        ReplayLoop.Run(int.Parse(words[0]));
    }),
    new("step", "WIDTH BLOCKS", "a whole step of one-byte SPSA on a GPT", words => StepLoop.Run(int.Parse(words[0]), int.Parse(words[1]))),
    new("wire", "MEGABYTES CLIENTS", "updates over loopback beside raw TCP", words => WireLoop.RunAsync(int.Parse(words[0]), int.Parse(words[1]))),
    new("idle", "NODES", "what nodes without work cost a coordinator", words => CrowdLoop.IdleAsync(int.Parse(words[0]))),
    new("memory", "MEGABYTES CLIENTS", "peak memory of a coordinator for a cohort", words => CrowdLoop.MemoryAsync(int.Parse(words[0]), int.Parse(words[1]))),
    new("crowd", "COORDINATOR FLOATS NODES", "the nodes of the two before, in a process of their own", words => CrowdLoop.WorkAsync(new Uri(words[0]), int.Parse(words[1]), int.Parse(words[2]))),
    new("attacks", "[PYTHON]", "iterations/s of DLG, IG and SME beside PyTorch", words => AttackLoop.Run(words.ElementAtOrDefault(0))),
    new("inversion", "SEED...", "what inversions get back", words => InversionStudy.Run(Seeds(words))),
    new("responses", "SEED...", "what noise, pruning and rounding leave of an image", words => ResponseStudy.Run(Seeds(words))),
    new("batches", "SEED...", "what larger batches hide", words => BatchStudy.Run(Seeds(words))),
    new("influence", "SEED", "I2F beside inverting, and CG beside gradient descent", words => new InfluenceLoop(ulong.Parse(words[0])).Run()),
    new("influence-study", "SEED...", "what I2F predicts, and what inverting gives", words => InfluenceTables.Print(Seeds(words))),
    new("identity", "IMAGES SPEECHES SEED...", "who sent which update", words => IdentityStudy.Run(words[0], words[1], Seeds(words[2..]))),
    new("bytes", "MODEL:SIDE,... SEED...", "images out of one-byte logs", words =>
        ByteStudy.Run([.. words[0].Split(',').Select(subject => subject.Split(':')).Select(parts => (parts[0], int.Parse(parts[1])))], Seeds(words[1..]))),
    new("neighbours", "SEED...", "what a node sees of its neighbours", words => NeighbourStudy.Run(Seeds(words))),
    new("micro", "[BENCHMARKDOTNET...]", "kernels", words => BenchmarkSwitcher.FromAssembly(typeof(BareLoop).Assembly).Run(words)),
];

if (verbs.FirstOrDefault(verb => args is [var name, ..] && verb.Name == name) is not { } chosen || !chosen.Takes(args.Length - 1))
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench/Bench -- VERB ...");
    foreach (var verb in verbs)
    {
        Console.Error.WriteLine($"  {$"{verb.Name} {verb.Arguments}",-42} {verb.What}");
    }

    return 2;
}

NativeRuntime.Configure();
await chosen.Run(args[1..]);
return 0;

static ulong[] Seeds(string[] words) => [.. words.Select(ulong.Parse)];
