namespace Federated.Attacks.Inversion;

/// <summary>An attack that makes samples from an update.</summary>
public interface IInversion
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, in one line.</summary>
    string Summary { get; }

    /// <summary>The least that its adversary has.</summary>
    ThreatModel Threat { get; }

    /// <summary>Settings for two cores and a minute.</summary>
    InversionOptions Defaults { get; }

    /// <summary>Attacks. The result is a function of observation and options, whatever the number of workers.</summary>
    /// <param name="observation">what the adversary sees</param>
    /// <param name="options">settings</param>
    /// <param name="progress">called from the workers' threads; null: nobody looks</param>
    /// <param name="stop">ends the attack early: the result is then the best so far</param>
    /// <exception cref="OperationCanceledException">It was stopped before there was anything: classes are recovered first.</exception>
    /// <exception cref="Learning.InputException">The observation does not hold what the attack needs, or the options contradict each other.</exception>
    Reconstruction Run(Observation observation, InversionOptions options, IProgress<InversionProgress>? progress, CancellationToken stop);
}
