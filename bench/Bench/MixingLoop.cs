using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;
using static TorchSharp.torch;

namespace Federated.Bench;

/// <summary>
/// One gossip step of all nodes on several graphs, beside copying the same matrix, libtorch's dense product and NumPy's, interleaved.
/// </summary>
internal sealed class MixingLoop : IDisposable
{
    private readonly int _nodes;
    private readonly int _dimension;
    private readonly float[][] _models;
    private readonly float[][] _copies;
    private readonly WorkerPool<ClientWorker<float>> _pool;
    private readonly Mixer<float> _mixer;

    public MixingLoop(int nodes, int dimension)
    {
        (_nodes, _dimension) = (nodes, dimension);
        _models = NodeStates<float>.Matrix(nodes, dimension);
        _copies = NodeStates<float>.Matrix(nodes, dimension);
        for (var i = 0; i < nodes; i++)
        {
            for (var j = 0; j < dimension; j++)
            {
                _models[i][j] = ((i * 31) + j) % 1000;
            }

            _models[i].CopyTo(_copies[i], 0);
        }

        var task = new NoTask(nodes);
        _pool = new WorkerPool<ClientWorker<float>>(
            Environment.ProcessorCount,
            () => new ClientWorker<float>(task, new() { ClientState = [] }, new LocalOptions(), new float[1]));
        _mixer = new Mixer<float>(_pool);
    }

    /// <summary>Measures and prints a table.</summary>
    /// <param name="nodes">n</param>
    /// <param name="dimension">d</param>
    /// <param name="python">a Python that has NumPy; null: none</param>
    public static void Run(int nodes, int dimension, string? python)
    {
        using var loop = new MixingLoop(nodes, dimension);
        set_num_threads(Environment.ProcessorCount);
        using var w = full(nodes, nodes, 1.0f / nodes);
        using var x = rand(nodes, dimension);
        var contestants = new Dictionary<string, Func<double>>
        {
            ["copy of the matrix, streaming"] = () => Time(loop.StreamingCopy),
            ["copy of the matrix"] = () => Time(loop.Copy),
            ["ring"] = loop.Steps(new RingTopologyOptions()),
            ["torus"] = loop.Steps(new TorusTopologyOptions()),
            ["exponential"] = loop.Steps(new ExponentialTopologyOptions()),
            ["ring, four steps"] = loop.Steps(new RingTopologyOptions(), 4),
            ["full"] = loop.Steps(new FullTopologyOptions()),
            ["libtorch, dense W"] = () => Time(() => mm(w, x).Dispose()),
        };
        if (python is not null)
        {
            contestants["NumPy, dense W"] = () => NumPy(python, nodes, dimension);
        }

        const int Turns = 11;
        var seconds = Interleaved.Measure(contestants, Turns);
        var median = seconds.ToDictionary(pair => pair.Key, pair => pair.Value[Turns / 2]);
        var fastestCopy = Math.Min(median["copy of the matrix"], median["copy of the matrix, streaming"]);
        Console.WriteLine($"{nodes} nodes, {dimension} parameters, {Environment.ProcessorCount} threads, median of {Turns}");
        Console.WriteLine("| step | ms | least | times the faster copy | libtorch's dense product takes longer by |\n|---|---|---|---|---|");
        foreach (var (name, value) in median)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {value * 1e3:F1} | {seconds[name][0] * 1e3:F1} | {value / fastestCopy:F2} | {median["libtorch, dense W"] / value:F2} |"));
        }
    }

    public void Dispose() => _pool.Dispose();

    private static double Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static double NumPy(string python, int nodes, int dimension)
    {
        var script = $"import numpy,time\nx=numpy.random.rand({nodes},{dimension}).astype('f')\nw=numpy.full(({nodes},{nodes}),1/{nodes},'f')\n"
            + "y=w@x\nt=time.perf_counter()\nnumpy.matmul(w,x,out=y)\nprint(time.perf_counter()-t)";
        return PythonScript.Run(python, script)[0];
    }

    private void Copy() => _pool.ForEach(_nodes, static _ => { }, (_, node) => _models[node].CopyTo(_copies[node], 0));

    /// <summary>Stores that pass by the cache: no line of the copy is read before it is written.</summary>
    private unsafe void StreamingCopy() => _pool.ForEach(
        _nodes,
        static _ => { },
        (_, node) =>
        {
            fixed (float* from = _models[node], to = _copies[node])
            {
                var start = (int)(((64 - ((nuint)to % 64)) % 64) / sizeof(float));
                for (var i = start; i + Vector256<float>.Count <= _dimension; i += Vector256<float>.Count)
                {
                    Vector256.StoreAlignedNonTemporal(Vector256.Load(from + i), to + i);
                }
            }
        });

    private Func<double> Steps(TopologyOptions topology, int steps = 1)
    {
        var schedule = GossipSchedule.Plain(topology.Matrix(_nodes, 1, 1), steps);
        return () => Time(() => _mixer.Mix(schedule, _models));
    }

    /// <summary>Workers need a task; nothing here asks it for anything.</summary>
    private sealed class NoTask(int nodes) : IFederatedTask<float>
    {
        public ParameterLayout Layout { get; } = new();

        public int Clients => nodes;

        public int SampleCount(int client) => 1;

        public void Initialise(Span<float> x)
        {
        }

        public ILocalObjective<float> CreateObjective() => new NoObjective();

        public int BatchCount(EvaluationSplit split) => 0;
    }

    private sealed class NoObjective : ILocalObjective<float>
    {
        public Span<float> Point => [];

        public Span<float> Gradient => [];

        public void Open(int client, int round)
        {
        }

        public void NextBatch()
        {
        }

        public double Evaluate() => 0.0;

        public Score Score(EvaluationSplit split, int batch) => default;

        public void Dispose()
        {
        }
    }
}
