using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Data.Arrays;
using Federated.Learning.Experiments;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;
using Federated.Protocol;

namespace Federated.Client;

/// <summary>Samples of a node's own, read for an experiment.</summary>
/// <param name="Client">the client that it stands for</param>
/// <param name="Samples">its samples</param>
/// <param name="Digest">SHA-256 of the files, in hexadecimal digits</param>
internal sealed record OwnData(int Client, ImageSet Samples, string Digest)
{
    /// <summary>Reads them.</summary>
    /// <param name="own">where they are, and whose they are</param>
    /// <param name="welcome">what they have to be</param>
    /// <exception cref="InputException">They are not what the experiment needs.</exception>
    public static OwnData Read(OwnSamples own, JoinReply welcome)
    {
        if (welcome.Samples is not { } form)
        {
            throw new InputException("the experiment's samples are not arrays of numbers; expected a node without samples of its own");
        }

        var shape = new SampleShape(form.Channels, form.Height, form.Width);
        var normalisation = form.Mean.Count == 0 ? null : new Normalisation([.. form.Mean], [.. form.Std]);
        return new OwnData(
            own.Client, SampleFolder.Read(own.Folder, shape, form.Classes, normalisation), SampleFolder.Digest(own.Folder));
    }

    /// <summary>The experiment's task on these samples.</summary>
    public SampleTask Load(Experiment experiment) => ExperimentRun.LoadOwn(experiment, Client, Samples);
}
