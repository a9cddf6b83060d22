namespace Federated.Attacks.Audit;

/// <summary>
/// What an image comes to that holds nothing of any single sample: the mean of an update's samples, repeated, each copy beside the sample that it is most like, as
/// dummy images are compared that are fewer than the samples. The best of some matches among thousands flatters whoever is matched, and this says by how much.
/// </summary>
/// <param name="Psnr">mean over the copies, dB</param>
/// <param name="WorstPsnr">the highest, dB</param>
public sealed record AuditGuess(double Psnr, double WorstPsnr)
{
    /// <summary>Decibels above the guess from which something of single samples counts as recovered.</summary>
    private const double Margin = 3;

    /// <summary>Whether a score tells of nothing more than of the mean image.</summary>
    public bool Explains(AuditScore score) => score.WorstPsnr < WorstPsnr + Margin;
}
